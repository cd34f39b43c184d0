// @ts-check
/** A page that sends its requests through something of its own, which asks another site and may not read the answer. */
(() => {
  const send = window.fetch;
  const elsewhere = location.origin.replace("127.0.0.1", "localhost");
  window.fetch = (input, init) =>
    `${input}`.includes("/token") ? send(elsewhere, { mode: "no-cors" }) : send(input, init);
})();
