// Makes cairn/reference/data/boundaries.geojson from Natural Earth (npm package world-atlas, 1:50m).
//
//   node tools/build_reference_boundaries.mjs
//
// Needs world-atlas, topojson-client, d3-geo and d3-geo-projection where Node finds them. Shared
// borders are simplified once, as arcs, so that neighbours still meet; then everything is projected
// so that no ring crosses the antimeridian, which MapLibre would fill across the whole map. Natural
// Earth draws who is in control; where United Nations usage differs and our codes know it, the
// corrections below apply. See docs/reference.md.
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const require = createRequire(
  process.env.NODE_MODULES_FROM ? join(process.env.NODE_MODULES_FROM, "x.js") : import.meta.url,
);
const load = async (name) => import(pathToFileURL(require.resolve(name)).href);
const { feature, mergeArcs } = await load("topojson-client");
const { geoEquirectangular } = await load("d3-geo");
const { geoProject } = await load("d3-geo-projection");

const DATA = join(dirname(fileURLToPath(import.meta.url)), "..", "cairn", "reference", "data");
const TOLERANCE = 0.115; // degrees that a simplified line may differ
const SMALLEST = 0.03; // square degrees; smaller islands go, but never the last one of a code
const LEFT_OUT = new Set(["ATA"]); // nothing is recorded there
const JOINED = { "N. Cyprus": "CYP", Somaliland: "SOM" }; // no area of its own in our codes
const NAMED = { Kosovo: "XKX" };
// Parts that our codes count apart, or elsewhere, by the box they lie in: west, east, south, north.
const CARVED = [
  ["RUS", "UKR", 32, 37, 44, 46.6], // Crimea: General Assembly resolution 68/262
  ["FRA", "GUF", -55, -51, 2, 6],
  ["FRA", "GLP", -62, -60.9, 15.7, 16.6],
  ["FRA", "MTQ", -61.4, -60.7, 14.2, 15.1],
  ["FRA", "REU", 55, 56, -21.6, -20.7],
  ["FRA", "MYT", 44.9, 45.5, -13.2, -12.5],
  ["NLD", "BES", -70, -62, 11, 18],
  ["NOR", "SJM", 8, 35, 74, 82],
];

const topology = JSON.parse(readFileSync(require.resolve("world-atlas/countries-50m.json"), "utf8"));
const iso3 = codes();
const whole = lines(topology);
const simple = whole.map(simplify);

const parts = new Map(); // code → polygons as arc indices
for (const shape of topology.objects.countries.geometries) {
  const name = shape.properties.name;
  const code = JOINED[name] ?? NAMED[name] ?? iso3.get(shape.id) ?? "";
  if (LEFT_OUT.has(code) || !shape.type) continue;
  const polygons = shape.type === "Polygon" ? [shape.arcs] : shape.arcs;
  for (const polygon of polygons) {
    const owner = CARVED.find(([from, , ...box]) => from === code && lies(polygon, box))?.[1] ?? code;
    parts.set(owner, [...(parts.get(owner) ?? []), polygon]);
  }
}

// Western Sahara is a Non-Self-Governing Territory on the United Nations list: one area, south of
// the parallel where Morocco's border ends, not the strip that Natural Earth leaves of it.
const SPLIT_AT = 27.667;
const both = [...parts.get("MAR"), ...parts.get("ESH")];
parts.set("MAR", both).set("ESH", both);
const CUT = { MAR: ([, y]) => y - SPLIT_AT, ESH: ([, y]) => SPLIT_AT - y };

const plane = geoEquirectangular().scale(180 / Math.PI).translate([0, 0]).precision(0);
const features = [];
for (const [code, polygons] of [...parts].sort(([a], [b]) => (a < b ? -1 : 1))) {
  // A State too small for the simplified lines keeps its own.
  const coordinates = [simple, whole].map((arcs) => draw(polygons, arcs, CUT[code])).find((drawn) => drawn.length);
  if (!coordinates) {
    console.log(`too small to draw: ${code}`);
    continue;
  }
  features.push({
    type: "Feature",
    properties: { iso3: code || null },
    geometry: { type: "MultiPolygon", coordinates },
  });
}
const text = `{"type":"FeatureCollection","features":[\n${features.map((one) => JSON.stringify(one)).join(",\n")}\n]}\n`;
writeFileSync(join(DATA, "boundaries.geojson"), text);
console.log(`${features.length} areas, ${text.length} bytes`);

function codes() {
  const [header, ...lines] = readFileSync(join(DATA, "countries.csv"), "utf8").trim().split("\n");
  const columns = header.split(",");
  const found = new Map();
  for (const line of lines) {
    const cells = line.split(",");
    if (cells[columns.indexOf("m49")]) found.set(cells[columns.indexOf("m49")], cells[0]);
  }
  return found;
}

function draw(polygons, arcs, side) {
  const merged = mergeArcs({ ...topology, arcs, transform: undefined }, [{ type: "MultiPolygon", arcs: polygons }]);
  const { coordinates } = feature({ ...topology, arcs, transform: undefined }, merged).geometry;
  const sided = side ? coordinates.map((rings) => rings.map((ring) => cut(ring, side))) : coordinates;
  const sized = sided.map((rings) => rings.filter((ring) => ring.length > 3 && area(ring) !== 0));
  const clear = sized.filter((rings) => rings.length > 0).map(([outer, ...holes]) => [
    spherical(outer, -1),
    ...holes.map((hole) => spherical(hole, 1)),
  ]);
  if (clear.length === 0) return [];
  const projected = geoProject({ type: "MultiPolygon", coordinates: clear }, plane);
  return tidy(projected.type === "Polygon" ? [projected.coordinates] : projected.coordinates);
}

// Keeps the part of a ring where `side` is positive (Sutherland and Hodgman, one edge).
function cut(ring, side) {
  const kept = [];
  for (let index = 1; index < ring.length; index += 1) {
    const [from, to] = [ring[index - 1], ring[index]];
    const [a, b] = [side(from), side(to)];
    if (a >= 0) kept.push(from);
    if (a * b < 0) kept.push([0, 1].map((axis) => from[axis] + ((to[axis] - from[axis]) * a) / (a - b)));
  }
  return kept.length ? [...kept, kept[0]] : kept;
}

// d3 reads an outer ring that winds the wrong way as the whole globe without it. Simplifying may
// turn a tiny ring around; a ring over the antimeridian is left as it is.
function spherical(ring, sign) {
  const xs = ring.map(([x]) => x);
  return Math.max(...xs) - Math.min(...xs) > 180 ? ring : wind(ring, sign);
}

function lines({ arcs, transform: { scale, translate } }) {
  return arcs.map((arc) => {
    let [x, y] = [0, 0];
    return arc.map(([dx, dy]) => {
      x += dx;
      y += dy;
      return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
    });
  });
}

// Douglas and Peucker; a closed line is cut at its farthest point.
function simplify(line) {
  const closed = line.length > 3 && distance(line[0], line.at(-1)) === 0;
  if (!closed) return reduce(line);
  const far = line.reduce((best, point, at) => (distance(line[0], point) > distance(line[0], line[best]) ? at : best), 0);
  return [...reduce(line.slice(0, far + 1)), ...reduce(line.slice(far)).slice(1)];
}

function reduce(line) {
  if (line.length < 3) return line;
  const [first, last] = [line[0], line.at(-1)];
  let [worst, at] = [0, 0];
  for (let index = 1; index < line.length - 1; index += 1) {
    const off = offset(line[index], first, last);
    if (off > worst) [worst, at] = [off, index];
  }
  if (worst <= TOLERANCE) return [first, last];
  return [...reduce(line.slice(0, at + 1)).slice(0, -1), ...reduce(line.slice(at))];
}

function distance([ax, ay], [bx, by]) {
  return Math.hypot(ax - bx, ay - by);
}

function offset(point, from, to) {
  const length = distance(from, to);
  if (length === 0) return distance(point, from);
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const along = ((point[0] - from[0]) * dx + (point[1] - from[1]) * dy) / length ** 2;
  const at = Math.max(0, Math.min(1, along));
  return distance(point, [from[0] + at * dx, from[1] + at * dy]);
}

function lies(polygon, [west, east, south, north]) {
  const ids = polygon[0].map((id) => (id < 0 ? ~id : id));
  return ids.every((id) => whole[id].every(([x, y]) => x > west && x < east && y > south && y < north));
}

// y upwards, two decimals, no repeated points, outer rings counter-clockwise, no specks.
function tidy(polygons) {
  const rounded = polygons
    .map((rings) => rings.map((ring) => round(ring)).filter((ring) => ring.length > 3))
    .filter((rings) => rings.length > 0)
    .map(([outer, ...holes]) => [wind(outer, 1), ...holes.map((hole) => wind(hole, -1))])
    .sort((a, b) => Math.abs(area(b[0])) - Math.abs(area(a[0])));
  return rounded.filter((rings, index) => index === 0 || Math.abs(area(rings[0])) >= SMALLEST);
}

function round(ring) {
  const points = ring.map(([x, y]) => [Math.round(x * 100) / 100, Math.round(-y * 100) / 100]);
  return points.filter((point, index) => index === 0 || distance(point, points[index - 1]) > 0);
}

function area(ring) {
  return ring.slice(1).reduce((sum, [x, y], index) => sum + ring[index][0] * y - x * ring[index][1], 0) / 2;
}

function wind(ring, sign) {
  return Math.sign(area(ring)) === sign ? ring : ring.toReversed();
}
