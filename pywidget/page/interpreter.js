// @ts-check
import { own } from "./own.js";

/**
 * Starts our cut of MicroPython. Texts cross between it and the page, in its memory; `interpreter/page.c` is the other
 * side. The page's functions never throw, see fence.js.
 *
 * @typedef {Record<string, (...args: any[]) => unknown>} Border
 */

/** What a function of the page returns if it returns no text. The numbers are those of page.c. */
const IS_FALSE = -1;
const IS_TRUE = -2;
const HAS_FAILED = -3;

/** The smallest module with an exception, in the form that the interpreter has: Chrome 95, Firefox 100, Safari 15.2. */
const WITH_EXCEPTIONS = Uint8Array.of(
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 8, 1, 6, 0, 6, 64, 25, 11, 11,
);

/** Tells whether this browser can run it, and the page has left what it needs. */
export const canRun = () => WebAssembly.validate(WITH_EXCEPTIONS) && !!globalThis.TextDecoder && !!globalThis.TextEncoder;

/**
 * @param {WebAssembly.Module} module
 * @param {Uint8Array[]} images files with Python's modules
 * @param {() => Promise<Uint8Array[]>} forReports gets those that only reports need
 * @returns {Promise<import("./runtime.js").Interpreter>}
 */
export const startInterpreter = async (module, images, forReports) => {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  /** @type {Border} */
  let border;

  /** @param {number} at @param {number} length */
  const bytes = (at, length) => new Uint8Array(python.memory.buffer, at, length);

  /** @param {number} at @param {number} length */
  const read = (at, length) => decoder.decode(bytes(at, length));

  /** @param {number} at an address that is 0 if there is no memory left */
  const checked = (at) => {
    if (!at) throw new Error("Python has no memory left");
    return at;
  };

  /** Puts a text where Python reads it, and returns its length. @param {string} text */
  const write = (text) => {
    const most = text.length * 3;
    return encoder.encodeInto(text, bytes(checked(python.room(most)), most)).written;
  };

  /** @type {(name: number, nameLength: number, args: number, argsLength: number) => number} */
  const call = (name, nameLength, args, argsLength) => {
    try {
      const called = read(name, nameLength);
      const given = read(args, argsLength);
      // Python's `print` is no function of the border.
      const result = called == "print" ? console.info(given) : Reflect.apply(/** @type {any} */ (border[called]), border, JSON.parse(given));
      return typeof result == "string" ? write(result) : result ? IS_TRUE : IS_FALSE;
    } catch {
      return HAS_FAILED;
    }
  };

  const instance = await WebAssembly.instantiate(module, own({ page: own({ call }) }));
  const python = /** @type {any} */ (instance.exports);

  /** Throws what Python has raised: then the result is the length of its text, negative. @param {number} result */
  const done = (result) => {
    if (result < 0) throw Object.assign(new Error(read(python.room(0), -result)), { name: "PythonError" });
    return !!result;
  };

  /** Adds a file with Python's modules. @param {Uint8Array} image */
  const add = (image) => {
    const at = checked(python.place(image.length));
    bytes(at, image.length).set(image);
    done(python.add(at));
  };

  python.begin(Math.random() * 2 ** 32);
  images.forEach(add);
  return {
    pyimport(name) {
      done(python.load(write(name)));
      return {
        async loadReports() {
          for (const image of await forReports()) add(image);
        },
        /** @param {string} text @param {Border} page */
        start(text, page) {
          border = page;
          done(python.start(write(text)));
        },
        /** @param {string} text */
        receive: (text) => done(python.receive(write(text))),
      };
    },
  };
};
