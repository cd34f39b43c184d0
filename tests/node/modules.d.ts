/** It has no types of its own, and tests need only the window that it makes. */
declare module "jsdom" {
  export class JSDOM {
    constructor(html: string, options: object);
    readonly window: Window & typeof globalThis;
    reconfigure(options: { url: string }): void;
  }
  export class VirtualConsole {
    on(name: string, run: (error: Error) => void): this;
  }
}
