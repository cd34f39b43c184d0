declare module "*.vue" {
  import type { DefineComponent } from "vue";
  const component: DefineComponent;
  export default component;
}

interface Window {
  pywidget: { on(name: "disabled" | "enabled", listener: (detail: object, widget: HTMLElement) => void): () => void };
}
