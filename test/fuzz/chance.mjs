import fc from "fast-check";

/** Choices that fast-check makes, so that a seed gives the same requests again. */
export class Chance {
  /** @param {fc.GeneratorValue} generate */
  constructor(generate) {
    this.generate = generate;
  }

  /** Returns a whole number from 0 up to, and not, `end`; 0 when there is none. */
  below(end) {
    return end > 1 ? this.generate(evenly, end - 1) : 0;
  }

  chance(probability) {
    return this.below(1_000) < probability * 1_000;
  }

  /** Returns one of the values; undefined when there is none. */
  pick(values) {
    return values[this.below(values.length)];
  }
}

/** Without fast-check's bias to small numbers, under which one in a hundred would come true a quarter of the time. */
const evenly = (max) => fc.noBias(fc.nat(max));

/** How many values are made at once. */
const BATCH = 100;

/**
 * Returns an endless sequence of values.
 *
 * @template T
 * @param {number} seed
 * @param {(chance: Chance) => T} make
 * @returns {Generator<T, never>}
 */
export function* sequence(seed, make) {
  for (let batch = 0; ; batch++) {
    const values = fc.sample(fc.gen(), { seed: seed * 1_000_003 + batch, numRuns: BATCH });
    for (const generate of values) yield make(new Chance(generate));
  }
}
