/** How wide a tile is to be for its height: as cameras of computers give pictures, and on an upright screen as much as faces need. */
const SHAPE = { lying: 16 / 10, upright: 1 };
/** The widest and the narrowest a tile gets, width by height. */
const WIDEST = 1.9;
const NARROWEST = 0.7;
/** Between two tiles, in pixels; style.css has the same. */
const GAP = 8;

/**
 * How large tiles of one size can be.
 *
 * @param {number} count at least 1
 * @param {number} width of the room that there is, in pixels
 * @param {number} height
 * @returns {{width: number, height: number}} of one tile, in whole pixels
 */
export function tileSize(count, width, height) {
  const shape = width > height ? SHAPE.lying : SHAPE.upright;
  let best = { picture: 0, width: 0, height: 0 };
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const cell = { width: (width - GAP * (columns - 1)) / columns, height: (height - GAP * (rows - 1)) / rows };
    const picture = Math.min(cell.width, cell.height * shape);
    if (picture > best.picture) best = { picture, ...cell };
  }
  return {
    width: Math.floor(Math.min(best.width, best.height * WIDEST)),
    height: Math.floor(Math.min(best.height, best.width / NARROWEST)),
  };
}
