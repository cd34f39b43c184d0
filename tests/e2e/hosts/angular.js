import "zone.js";
// Components are compiled in the page, so that no build of Angular's own is needed.
import "@angular/compiler";
import { Component, CUSTOM_ELEMENTS_SCHEMA, ErrorHandler, NgZone, provideZoneChangeDetection } from "@angular/core";
import { bootstrapApplication } from "@angular/platform-browser";

class App {
  times = 0;
  here = true;

  ngDoCheck() {
    window.checks++;
  }
}

const component = Component({
  selector: "#root",
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    @if (here) {
      <section id="s">
        <h1>T</h1>
        @if (times % 2) {
          <i>new</i>
        }
        <ats-widget id="w1" [attr.token]="'t0'"></ats-widget>
        <p id="drawn">drawn {{ times }}</p>
      </section>
    } @else {
      <section id="other">Other</section>
    }
    <form><input id="note" /></form>
  `,
})(App);

window.checks = 0;
window.host = {
  async start() {
    const handler = { handleError: (error) => window.problems.push(`${error}`) };
    const providers = [provideZoneChangeDetection(), { provide: ErrorHandler, useValue: handler }];
    const app = await bootstrapApplication(component, { providers });
    const zone = app.injector.get(NgZone);
    const change = (doing) => zone.run(() => doing(app.components[0].instance));
    Object.assign(window.host, {
      again: () => change((it) => it.times++),
      leave: () => change((it) => (it.here = false)),
      back: () => change((it) => (it.here = true)),
      inZone: (doing) => zone.run(doing),
      end: () => app.destroy(),
    });
  },
};
