// @ts-check
/** From asking for PyScript to the first line of the page's Python. KIND and INTERPRETER are put in by the server. */
Object.assign(window, {
  start: async () => {
    const from = performance.now();
    const ran = new Promise((resolve) => Object.assign(window, { ran: resolve }));
    const code = document.createElement("script");
    code.type = "KIND";
    code.setAttribute("config", JSON.stringify({ interpreter: "INTERPRETER" }));
    code.textContent = "from pyscript import window\nwindow.ran()\n";
    const core = document.createElement("script");
    core.type = "module";
    core.src = "/npm/@pyscript/core/dist/core.js";
    document.body.append(code, core);
    await ran;
    return { from, answer: performance.now() - from, notice: 0 };
  },
});
