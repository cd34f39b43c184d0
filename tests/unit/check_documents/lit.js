import { LitElement, html, css } from "lit";
export class Host extends LitElement {
  static styles = css`:host { display: block; } a > b { color: red }`;
  render() {
    return html`<ats-widget site-key=${this.key} .atsUrl=${this.url} ?hidden=${!this.open} @allfeat:error=${(e) => this.on(e)}></ats-widget>
      ${this.works.map((w) => html`<p>${w.title}</p>`)}`;
  }
}
