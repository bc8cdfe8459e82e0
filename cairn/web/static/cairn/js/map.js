// The map that can be moved: our own boundaries, and hexagons or records on them. This file comes only
// where a map stands on the page, and fetches the library and the marks before the page is read to
// its end. Records are drawn by a small shader from the packed
// arrays as they come, because a hundred thousand features would keep the worker busy for seconds.
const COLOURS = {
  light: { water: "#fbfaf7", land: "#e4dfd5", border: "#fbfaf7", mark: "#0b6e69", ring: "#083f3d", shades: ["#c5e0da", "#8fc4bc", "#4fa098", "#0b6e69", "#083f3d"] },
  dark: { water: "#12191f", land: "#2a3844", border: "#12191f", mark: "#4fb8b1", ring: "#a9e3dc", shades: ["#1f4a4c", "#2a6b6a", "#3a928d", "#5cbdb5", "#a9e3dc"] },
};
const SMALLEST = 4, LARGEST = 34; // diameter in pixels
const BESIDE = 0.02; // share of the places at each edge that the first view may leave out
const REACH = 14; // pixels around the pointer
const PLACES = 2 ** 20; // more than are ever sent
const placeIn = (key) => ((key % PLACES) + PLACES) % PLACES;
const EMPTY = { type: "FeatureCollection", features: [] };

const dark = matchMedia("(prefers-color-scheme: dark)");
const colours = () => COLOURS[dark.matches ? "dark" : "light"];

const read = async (address, as) => {
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer[as]();
};
const script = document.querySelector("[data-map-script]").dataset;
const form = (kind) => (kind === "points" ? "arrayBuffer" : "json");
// The worker starts while the library's own drawing is still unused, for it takes as long to start.
const library = import(script.library).then((found) => {
  found.setWorkerUrl(new URL(script.worker, location.href).href);
  found.prewarm();
  return found;
});
const early = { address: script.marksFrom, marks: read(script.marksFrom, form(script.kind)) };
for (const promise of [library, early.marks]) promise.catch(() => {}); // told where the map is drawn
// The worker reads the boundaries itself, from what the browser keeps once they were asked for here.
fetch(script.landFrom, { credentials: "same-origin" }).catch(() => {});

const mercator = (lon, lat) => {
  const y = Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360));
  return [(lon + 180) / 360, 0.5 - y / (2 * Math.PI)];
};

const unpack = (buffer) => {
  const n = new Int32Array(buffer, 0, 1)[0];
  const part = (Type, at) => new Type(buffer, 4 + 4 * n * at, n);
  return { n, lon: part(Float32Array, 0), lat: part(Float32Array, 1), value: part(Int32Array, 2), records: part(Int32Array, 3) };
};

const diameter = (value, most) =>
  value > 0 ? Math.max(SMALLEST, LARGEST * Math.sqrt(value / most)) : SMALLEST;

// Two numbers of 32 bits for one coordinate, so that a point does not tremble when one is near.
const VERTEX = `#version 300 es
uniform mat4 u_matrix; uniform float u_ratio;
in vec4 a_at; in float a_size;
out float v_size; out float v_none;
void main() {
  gl_Position = u_matrix * vec4(a_at.xy + a_at.zw, 0.0, 1.0);
  v_none = a_size < 0.0 ? 1.0 : 0.0;
  v_size = abs(a_size) * u_ratio;
  gl_PointSize = v_size;
}`;
const FRAGMENT = `#version 300 es
precision mediump float;
uniform vec3 u_fill; uniform vec3 u_ring;
in float v_size; in float v_none;
out vec4 colour;
void main() {
  float far = length(gl_PointCoord - 0.5) * 2.0;
  if (far > 1.0) discard;
  float edge = smoothstep(1.0 - 3.0 / v_size, 1.0 - 1.0 / v_size, far);
  float inside = v_none > 0.5 ? 0.0 : 0.4;
  float alpha = mix(inside, 0.85, edge) * (1.0 - smoothstep(1.0 - 1.0 / v_size, 1.0, far));
  colour = vec4(mix(u_fill, u_ring, edge) * alpha, alpha);
}`;

const parts = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255);

const compiled = (gl, kind, text) => {
  const shader = gl.createShader(kind);
  gl.shaderSource(shader, text);
  gl.compileShader(shader);
  return shader;
};

const pointsLayer = (points) => {
  const layer = { id: "records", type: "custom", renderingMode: "2d" };
  // Large circles first, so that a small one lies on top of them. Number and place in one key are
  // sorted without a function, which takes a tenth of the time.
  const order = Float64Array.from(points.value, (value, at) => -value * PLACES + at).sort();
  const most = points.n ? Math.max(1, points.value[placeIn(order[0])]) : 1;
  layer.most = most;
  layer.onAdd = (_map, gl) => {
    const program = gl.createProgram();
    gl.attachShader(program, compiled(gl, gl.VERTEX_SHADER, VERTEX));
    gl.attachShader(program, compiled(gl, gl.FRAGMENT_SHADER, FRAGMENT));
    gl.linkProgram(program);
    const data = new Float32Array(points.n * 5);
    let to = 0;
    for (const key of order) {
      const from = placeIn(key);
      const [x, y] = mercator(points.lon[from], points.lat[from]);
      const size = diameter(points.value[from], most);
      data[to] = x; // rounded to 32 bits; what that leaves out comes two numbers later
      data[to + 1] = y;
      data[to + 2] = x - data[to];
      data[to + 3] = y - data[to + 1];
      data[to + 4] = points.value[from] < 0 ? -size : size;
      to += 5;
    }
    const array = gl.createVertexArray();
    gl.bindVertexArray(array);
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ARRAY_BUFFER, data, gl.STATIC_DRAW);
    for (const [name, width, at] of [["a_at", 4, 0], ["a_size", 1, 16]]) {
      const place = gl.getAttribLocation(program, name);
      gl.enableVertexAttribArray(place);
      gl.vertexAttribPointer(place, width, gl.FLOAT, false, 20, at);
    }
    gl.bindVertexArray(null);
    const uniform = (name) => gl.getUniformLocation(program, name);
    Object.assign(layer, { program, array, matrix: uniform("u_matrix"), ratio: uniform("u_ratio"), fill: uniform("u_fill"), ring: uniform("u_ring") });
  };
  layer.render = (gl, { defaultProjectionData }) => {
    gl.useProgram(layer.program);
    gl.bindVertexArray(layer.array);
    gl.uniformMatrix4fv(layer.matrix, false, defaultProjectionData.mainMatrix);
    gl.uniform1f(layer.ratio, devicePixelRatio);
    gl.uniform3fv(layer.fill, parts(colours().mark));
    gl.uniform3fv(layer.ring, parts(colours().ring));
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.drawArrays(gl.POINTS, 0, points.n);
    gl.bindVertexArray(null);
  };
  return layer;
};

// The nearest circle under the pointer, the smallest where several lie on each other.
const found = (map, points, most, spot) => {
  const span = map.unproject([spot.x - 60, spot.y - 60]), other = map.unproject([spot.x + 60, spot.y + 60]);
  let best = -1, size = Infinity;
  for (let at = 0; at < points.n; at++) {
    const lon = points.lon[at], lat = points.lat[at];
    if (lon < span.lng || lon > other.lng || lat > span.lat || lat < other.lat) continue;
    const place = map.project([lon, lat]);
    const wide = diameter(points.value[at], most);
    const far = Math.hypot(place.x - spot.x, place.y - spot.y);
    if (far <= Math.max(REACH, wide / 2) && wide + far / 100 < size) [best, size] = [at, wide + far / 100];
  }
  return best;
};

const classes = (values, n) => {
  const ordered = [...values].sort((a, b) => a - b);
  const ends = Array.from({ length: n - 1 }, (_, k) => ordered[Math.ceil((ordered.length * (k + 1)) / n) - 1]);
  return [...new Set(ends)].filter((end) => end < ordered[ordered.length - 1]);
};

const shading = (features) => {
  const { shades } = colours();
  const ends = classes(features.map((one) => one.properties.value), shades.length);
  const steps = ends.flatMap((end, at) => [end + 1, shades[at + 1]]);
  return steps.length ? ["step", ["get", "value"], shades[0], ...steps] : shades[3];
};

// Borders are drawn over the edges of the land, so that these need no smoothing of their own.
const style = (land, cells) => ({
  version: 8,
  sources: {
    land: { type: "geojson", data: new URL(land, location.href).href, tolerance: 0.2, buffer: 8 },
    cells: { type: "geojson", data: cells },
  },
  layers: [
    { id: "water", type: "background", paint: { "background-color": colours().water } },
    { id: "land", type: "fill", source: "land", paint: { "fill-color": colours().land, "fill-antialias": false } },
    { id: "borders", type: "line", source: "land", paint: { "line-color": colours().border, "line-width": 0.8 } },
    { id: "cells", type: "fill", source: "cells", paint: { "fill-color": shading(cells.features), "fill-opacity": 0.85 } },
  ],
});

const tell = async (box, address, lon, lat) => {
  const target = box.parentElement.querySelector("[data-at-place]");
  const where = new URL(address, location.href);
  where.searchParams.set("lon", lon);
  where.searchParams.set("lat", lat);
  target.innerHTML = await read(where, "text");
};

// Where the bulk of the places lies: a few far ones would make all others small.
const middle = (values) => {
  const ordered = Float64Array.from(values).sort();
  const left = ordered.length < 40 ? 0 : Math.floor(ordered.length * BESIDE);
  return [ordered[left], ordered[ordered.length - 1 - left]];
};

const bounds = (points) => {
  if (!points.n) return [[-170, -50], [170, 70]];
  const [[west, east], [south, north]] = [middle(points.lon), middle(points.lat)];
  return [[west - 1, Math.max(-80, south - 1)], [east + 1, Math.min(80, north + 1)]];
};

// A hexagon across the 180th meridian goes on beyond it, not around the world.
const unwound = (marks) => {
  for (const { geometry } of marks.features) {
    for (const ring of geometry.coordinates) {
      const lons = ring.map((place) => place[0]);
      if (Math.max(...lons) - Math.min(...lons) < 180) continue;
      for (const place of ring) if (place[0] < 0) place[0] += 360;
    }
  }
  return marks;
};

const boundsOf = (features) => {
  const places = features.flatMap((one) => one.geometry.coordinates[0]);
  return bounds({ n: places.length, lon: places.map((p) => Math.min(180, p[0])), lat: places.map((p) => p[1]) });
};

const open = async (box) => {
  const set = box.dataset;
  const points = set.map === "points";
  const waited = set.marksFrom === early.address ? early.marks : read(set.marksFrom, form(set.map));
  const [{ Map: Canvas, NavigationControl }, marks] = await Promise.all([library, waited]);
  const unpacked = points ? unpack(marks) : null;
  const cells = points ? EMPTY : unwound(marks);
  const map = new Canvas({
    container: box, style: style(set.landFrom, cells), attributionControl: false, dragRotate: false, pitchWithRotate: false,
    renderWorldCopies: false, maxZoom: 9, cooperativeGestures: true, fadeDuration: 0,
    bounds: points ? bounds(unpacked) : boundsOf(cells.features), fitBoundsOptions: { padding: 16 },
    locale: { "NavigationControl.ZoomIn": set.in, "NavigationControl.ZoomOut": set.out, "Map.Title": set.label, "CooperativeGesturesHandler.MobileHelpText": set.twoFingers, "CooperativeGesturesHandler.WindowsHelpText": set.wheel, "CooperativeGesturesHandler.MacHelpText": set.wheelMac },
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), document.dir === "rtl" ? "top-left" : "top-right");
  box.cairn = map; // for whoever looks at the map from outside, such as a test
  const layer = points ? pointsLayer(unpacked) : null; // sorted while the worker reads the land
  await map.once("load");
  if (points) {
    map.addLayer(layer); // last, because drawing that many for each piece of land takes long
    const at = (spot) => found(map, unpacked, layer.most, spot);
    map.on("click", (event) => {
      const one = at(event.point);
      if (one >= 0) tell(box, set.recordsFrom, unpacked.lon[one], unpacked.lat[one]);
    });
    map.on("mousemove", (event) => {
      map.getCanvas().style.cursor = at(event.point) >= 0 ? "pointer" : "";
    });
    // The keyboard chooses what lies in the middle of the map.
    map.getCanvas().addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      const { clientWidth, clientHeight } = map.getCanvas();
      const one = at({ x: clientWidth / 2, y: clientHeight / 2 });
      if (one >= 0) tell(box, set.recordsFrom, unpacked.lon[one], unpacked.lat[one]);
    });
    box.dataset.count = unpacked.n;
  } else {
    box.dataset.count = cells.features.length;
  }
  map.once("render", () => {
    box.classList.add("ready");
    box.dataset.ready = Math.round(performance.now()); // milliseconds since the page was asked for
  });
  map.triggerRepaint();
};

const prepare = (root) => {
  for (const box of root.querySelectorAll?.("[data-map]:not([data-begun])") ?? []) {
    box.dataset.begun = "yes";
    open(box).catch((error) => {
      const told = Object.assign(document.createElement("p"), { textContent: box.dataset.failed });
      box.replaceChildren(told);
      box.classList.add("failed");
      console.info(error);
    });
  }
};
if (document.readyState === "loading") {
  document.addEventListener("DOMContentLoaded", () => prepare(document));
} else prepare(document);
document.addEventListener("htmx:load", (event) => prepare(event.target.parentElement ?? document));
