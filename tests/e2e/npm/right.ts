/** What TypeScript has to accept. */
import { start } from "pywidget-errors";

start(null);
start({ tokenHeaders: new Headers({ "X-A": "b" }) });
start({ tokenHeaders: new Map([["X-A", "b"]]) });
start({ tokenHeaders: [["X-A", "b"]] });
start({ tokenHeaders: { "X-A": "b", "X-C": 3, "X-D": undefined } });

const { on, flush } = start();
const end: () => void = on("verdict", ({ code }) => console.log(code));
end();
flush();
