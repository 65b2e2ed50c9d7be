import { hash } from "node:crypto";

import type { CreateDeviceInput } from "./operations.js";
import type { Fault } from "./rowToInput.js";

/** Finds rows that an earlier row of the file makes impossible. */
export class Duplicates {
  readonly #lines = new LineIndex();

  /** Returns the faults of a row, and remembers it for the rows that follow. */
  find(line: number, fingerprint: string, input: CreateDeviceInput | undefined): Fault[] {
    const same = this.#lines.findOrAdd(fingerprint, line);
    if (same !== undefined) {
      const advice = "If they are two devices, give each its own deviceKey; else take one of the rows out.";
      return [{ column: "", message: `is the same as line ${same}. ${advice}` }];
    }
    if (!input) return [];
    const { orgId, productKey } = input;
    return (["deviceKey", "idempotencyKey"] as const).flatMap((column) => {
      const key = input[column];
      if (key == null) return [];
      const earlier = this.#lines.findOrAdd(JSON.stringify([column, orgId, productKey, key]), line);
      return earlier === undefined ? [] : [{ column, message: `is the same as on line ${earlier}.` }];
    });
  }
}

/**
 * The lines on which texts stand first, in 12 bytes for each: the texts themselves would take a hundred MiB for a file of
 * 100,000 rows. Texts are compared by 64 bits of their hash, which are equal for two of 100,000 texts once in 4 billion files.
 */
class LineIndex {
  #size = 0;
  /** Open addressing: each place has three words; line 0 marks a free place. */
  #table = new Uint32Array(3 * 1_024);

  /** Returns the line on which the text stands first; undefined when it is this line, which is then added. */
  findOrAdd(text: string, line: number): number | undefined {
    const digest = hash("sha256", text, "buffer");
    const [high, low] = [digest.readUInt32LE(0), digest.readUInt32LE(4)];
    const place = this.#findPlace(high, low);
    const earlier = this.#table[place + 2];
    if (earlier) return earlier;
    this.#table.set([high, low, line], place);
    this.#size += 1;
    if (6 * this.#size > this.#table.length) this.#grow();
    return undefined;
  }

  /** Returns where the hash stands, or the free place that is its own. */
  #findPlace(high: number, low: number): number {
    const table = this.#table;
    let place = 3 * (low % (table.length / 3));
    while (table[place + 2] !== 0 && (table[place] !== high || table[place + 1] !== low))
      place = (place + 3) % table.length;
    return place;
  }

  #grow(): void {
    const old = this.#table;
    this.#table = new Uint32Array(2 * old.length);
    for (let place = 0; place < old.length; place += 3) {
      const [high = 0, low = 0, line = 0] = old.subarray(place, place + 3);
      if (line > 0) this.#table.set([high, low, line], this.#findPlace(high, low));
    }
  }
}
