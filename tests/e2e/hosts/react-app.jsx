import { useEffect, useState } from "react";

export const App = ({ bind }) => {
  const [times, setTimes] = useState(0);
  const [here, setHere] = useState(true);
  useEffect(() => {
    bind?.({ again: () => setTimes(times + 1), leave: () => setHere(false), back: () => setHere(true) });
  });
  return (
    <>
      {here ? (
        <section id="s">
          <h1>T</h1>
          {times % 2 ? <i>new</i> : null}
          <ats-widget id="w1" token="t0"></ats-widget>
          <p id="drawn">{`drawn ${times}`}</p>
        </section>
      ) : (
        <section id="other">Other</section>
      )}
      <form>
        <input id="note" />
      </form>
    </>
  );
};
