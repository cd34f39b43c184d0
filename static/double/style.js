// @ts-check
/** A constructed style sheet: it needs no exception from a page's content security policy. */
export const style = new CSSStyleSheet();

style.replaceSync(`
:host { display: block; font: 15px/1.5 system-ui, sans-serif; color: light-dark(#14213d, #e8ecf5); }
.ats-container {
  position: relative; box-sizing: border-box; min-height: 15rem; padding: 1.25rem 1.5rem 1.5rem; border-radius: 14px;
  background: light-dark(#fff, #182033); border: 1px solid light-dark(#d9dfeb, #2c3852);
}
.ats-container:empty { display: none; }
section { display: grid; gap: .85rem; }
.ats-section-title { margin: 0; font-size: 1.2rem; line-height: 1.3; letter-spacing: -.01em; }
.ats-text-error { color: light-dark(#b3261e, #ffb4ab); }
.ats-loading-text { margin: 0; color: light-dark(#52607a, #a9b5cd); }
.ats-field { display: grid; gap: .35rem; font-size: .875rem; font-weight: 600; }
.ats-input {
  font: inherit; font-size: 1rem; font-weight: 400; color: inherit; padding: .6rem .75rem; border-radius: 8px;
  border: 1px solid light-dark(#7c89a3, #71809e); background: light-dark(#fff, #111827); min-width: 0;
}
.ats-input::placeholder { color: light-dark(#6b7891, #8a97b1); }
.ats-file { display: flex; flex-wrap: wrap; align-items: center; gap: .75rem; font-weight: 400; }
.ats-file-input { position: absolute; opacity: 0; width: 1px; height: 1px; }
.ats-file-name { font-variant-numeric: tabular-nums; }
.ats-btn {
  font: inherit; font-weight: 600; cursor: pointer; padding: .65rem 1.1rem; border-radius: 8px; min-height: 44px;
  box-sizing: border-box; display: inline-flex; align-items: center; justify-content: center;
  border: 1px solid light-dark(#7c89a3, #71809e); background: transparent; color: inherit;
}
.ats-btn-primary { background: light-dark(#14213d, #dfe7fb); border-color: transparent; color: light-dark(#fff, #14213d); }
.ats-btn[disabled] { opacity: .55; cursor: default; }
.ats-link {
  font: inherit; cursor: pointer; border: 0; padding: .25rem; background: none; color: inherit; text-decoration: underline;
}
:is(.ats-btn, .ats-link, .ats-input, .ats-work):focus-visible, .ats-btn:focus-within {
  outline: 3px solid light-dark(#5b7bd5, #8ea9f5); outline-offset: 2px;
}
.ats-row { display: flex; flex-wrap: wrap; gap: .75rem; }
.ats-row > .ats-btn { flex: 1 1 auto; }
.ats-version { display: grid; gap: .5rem; justify-items: start; }
.ats-version > .ats-row { width: 100%; }
.ats-progress { width: 100%; height: .6rem; accent-color: light-dark(#14213d, #b9c8f2); }
.ats-alert { margin: 0; padding: .75rem 1rem; border-radius: 8px; background: light-dark(#fdecea, #45211f); }
.ats-alert p { margin: 0 0 .5rem; }
.ats-error-message { margin: 0; color: light-dark(#b3261e, #ffb4ab); }
.ats-request-id { margin: 0; font-size: .8125rem; overflow-wrap: anywhere; }
.ats-facts { display: grid; grid-template-columns: auto 1fr; gap: .35rem 1rem; margin: 0; }
.ats-facts dt { color: light-dark(#52607a, #a9b5cd); }
.ats-facts dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
.ats-works { list-style: none; display: grid; gap: .5rem; margin: 0; padding: 0; }
.ats-work {
  font: inherit; color: inherit; cursor: pointer; width: 100%; padding: .7rem 1rem; border-radius: 8px; background: none;
  display: flex; justify-content: space-between; gap: 1rem; border: 1px solid light-dark(#d9dfeb, #2c3852);
}
.ats-loading-overlay {
  position: absolute; inset: 0; display: grid; place-items: center; text-align: center; padding: 1.5rem;
  border-radius: inherit; background: light-dark(#ffffffeb, #182033eb);
}
`);
