// @ts-check
/** Trouble that is there before the script tag is. */
(() => {
  for (const [id, seen] of Object.entries({
    failed: { screen: "FAILED", retryButton: true },
    disabled: { screen: "DISABLED" },
    waiting: { screen: "FORM", tokenOverlay: true },
    paid: { screen: "FAILED", retryButton: true, transactionId: "tx_1" },
    fine: { screen: "FORM" },
  })) {
    /** @type {any} */ (document.getElementById(id)).show(seen);
  }
})();
