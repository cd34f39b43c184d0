// @ts-check
/**
 * The number of slips between two names: letters too many, too few or wrong, or two in each other's place.
 * @param {string} one
 * @param {string} other
 * @param {number} most
 * @returns {number} more than `most` if there are more
 */
export const slips = (one, other, most) => {
  if (one == other) return 0;
  if (most < 1) return 1;
  if (one[0] == other[0]) return slips(one.slice(1), other.slice(1), most);
  const rest = [[one.slice(1), other], [one, other.slice(1)], [one.slice(1), other.slice(1)]];
  if (one[0] == other[1] && one[1] == other[0]) rest.push([one.slice(2), other.slice(2)]);
  return 1 + Math.min(...rest.map(([left = "", right = ""]) => slips(left, right, most - 1)));
};
