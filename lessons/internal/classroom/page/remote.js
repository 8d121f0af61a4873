// Calls between the page and its compile and lint workers: a call has a number, and its
// answer has the same.

/** A Remote is a worker, seen from the page. */
export class Remote {
  #worker;
  #calls = new Map(); // number → { resolve, reject }
  #next = 1;

  /** onprogress(detail) takes what the worker tells in between. */
  constructor(url, onprogress = () => {}) {
    this.#worker = new Worker(url, { type: "module" });
    this.#worker.onmessage = ({ data }) => {
      if (data.progress) {
        onprogress(data.progress);
        return;
      }
      const call = this.#calls.get(data.number);
      this.#calls.delete(data.number);
      if (data.error !== undefined) {
        call?.reject(new Error(data.error));
      } else {
        call?.resolve(data.value);
      }
    };
    this.#worker.onerror = (event) => {
      event.preventDefault?.();
      this.stop(event.message || "its worker did not start");
    };
  }

  /** Calls a function of the worker. What is in transfer is gone here. */
  call(name, argument, transfer = []) {
    if (!this.#worker) {
      return Promise.reject(new Error("its worker has ended"));
    }
    const number = this.#next++;
    return new Promise((resolve, reject) => {
      this.#calls.set(number, { resolve, reject });
      this.#worker.postMessage({ number, name, argument }, transfer);
    });
  }

  /** Ends the worker. The calls that have no answer yet fail, for that reason. */
  stop(reason) {
    this.#worker?.terminate();
    this.#worker = null;
    for (const { reject } of this.#calls.values()) {
      reject(new Error(reason));
    }
    this.#calls.clear();
  }

  /** Whether the worker has ended. */
  get ended() {
    return this.#worker === null;
  }
}

/**
 * Answers calls in the worker, one after the other. A function returns its value, or
 * { value, transfer }, if it is made with moved().
 */
export function answer(functions) {
  let last = Promise.resolve();
  self.onmessage = ({ data: { number, name, argument } }) => {
    last = last.then(async () => {
      try {
        const result = await functions[name](argument);
        if (result instanceof Moved) {
          self.postMessage({ number, value: result.value }, result.transfer);
        } else {
          self.postMessage({ number, value: result });
        }
      } catch (error) {
        self.postMessage({ number, error: words(error) });
      }
    });
  };
}

// A browser's stack is smaller than Go's.
function words(error) {
  const isDeep = error instanceof RangeError && /stack|recursion/i.test(error.message) || error?.name === "InternalError";
  return isDeep ? "the program is nested too deeply for a browser: write smaller expressions" : error?.message ?? String(error);
}

class Moved {
  constructor(value, transfer) {
    Object.assign(this, { value, transfer });
  }
}

/** A value whose buffers are handed to the page, and not copied. */
export function moved(value, transfer) {
  return new Moved(value, transfer);
}

/** Tells the page something while a call is answered. */
export function tell(progress) {
  self.postMessage({ progress });
}

/** Fetches what is small, and JSON. */
export async function getJSON(url) {
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(`${new URL(url).pathname} could not be fetched: the server answered ${response.status}`);
  }
  return response.json();
}
