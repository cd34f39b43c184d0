import { StrictMode, useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import { AtsWidget, type Mode } from "./AtsWidget";

const App = () => {
  const [mode, setMode] = useState<Mode>("register");
  // --8<-- [start:events]
  // Without pywidget, such as behind a filter that blocks its files, the page works as it would otherwise.
  const [available, setAvailable] = useState(true);
  useEffect(() => window.pywidget?.on("disabled", () => setAvailable(false)), []);
  useEffect(() => window.pywidget?.on("enabled", () => setAvailable(true)), []);
  // --8<-- [end:events]
  return (
    <>
      <h1>{mode === "register" ? "Register a work" : "Update a work"}</h1>
      {available && (
        <button onClick={() => setMode(mode === "register" ? "update" : "register")}>
          {mode === "register" ? "Update a work instead" : "Register a work instead"}
        </button>
      )}
      <AtsWidget mode={mode} />
    </>
  );
};

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
