// Sets the places of a journey by a click on the map. The list beside it holds the numbers; what is
// clicked goes into the chosen place, rounded to how exact it is said to be. The keyboard moves the
// map with its arrows and sets the middle with Enter.
const COLOURS = {
  light: { water: "#fbfaf7", land: "#e4dfd5", border: "#fbfaf7", mark: "#0b6e69", chosen: "#a8590a" },
  dark: { water: "#12191f", land: "#2a3844", border: "#12191f", mark: "#4fb8b1", chosen: "#e0a15c" },
};
const dark = matchMedia("(prefers-color-scheme: dark)");
const colours = () => COLOURS[dark.matches ? "dark" : "light"];
const PER_DEGREE = 512 / 360; // pixels at zoom 0; the circle is as large as the place is uncertain
const EMPTY = { type: "FeatureCollection", features: [] };
const script = document.querySelector("[data-placing-script]").dataset;
const box = document.querySelector("[data-placing]");
const said = document.querySelector("[data-placing-said]");
const spots = () => [...document.querySelectorAll("[data-spot]")];
const chosen = () => document.querySelector("[data-spot]:has([name=chosen]:checked)");

const value = (spot, name) => {
  const text = spot.querySelector(`[data-${name}]`).value.trim().replace(",", ".");
  return text === "" || Number.isNaN(Number(text)) ? null : Number(text);
};
const point = (spot) => {
  const lat = value(spot, "lat"), lon = value(spot, "lon");
  return lat === null || lon === null ? null : [lon, lat];
};
const places = (spot) => {
  const found = spot.querySelector("[data-precision]").selectedOptions[0]?.dataset.places;
  return found === undefined || found === "" ? null : Number(found);
};

const features = () => {
  const marks = [], line = [];
  for (const spot of spots()) {
    const at = point(spot);
    if (!at) continue;
    if (spot.dataset.spot !== "event") line.push(at);
    const properties = { chosen: spot === chosen(), spread: 0.5 * 10 ** -(places(spot) ?? 2) };
    marks.push({ type: "Feature", properties, geometry: { type: "Point", coordinates: at } });
  }
  if (line.length > 1) {
    marks.unshift({ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: line } });
  }
  return { type: "FeatureCollection", features: marks };
};

const style = () => ({
  version: 8,
  sources: { land: { type: "geojson", data: EMPTY, tolerance: 0.2 }, ends: { type: "geojson", data: EMPTY } },
  layers: [
    { id: "water", type: "background", paint: { "background-color": colours().water } },
    { id: "land", type: "fill", source: "land", paint: { "fill-color": colours().land } },
    { id: "borders", type: "line", source: "land", paint: { "line-color": colours().border, "line-width": 0.8 } },
    { id: "way", type: "line", source: "ends", filter: ["==", "$type", "LineString"], paint: { "line-color": colours().mark, "line-width": 2, "line-dasharray": [2, 2] } },
    { id: "spread", type: "circle", source: "ends", filter: ["==", "$type", "Point"], paint: { "circle-radius": ["interpolate", ["exponential", 2], ["zoom"], 0, ["*", ["get", "spread"], PER_DEGREE], 9, ["*", ["get", "spread"], PER_DEGREE * 2 ** 9]], "circle-color": ["case", ["get", "chosen"], colours().chosen, colours().mark], "circle-opacity": 0.25 } },
    { id: "ends", type: "circle", source: "ends", filter: ["==", "$type", "Point"], paint: { "circle-radius": 5, "circle-color": ["case", ["get", "chosen"], colours().chosen, colours().mark], "circle-stroke-width": 2, "circle-stroke-color": colours().water } },
  ],
});

const open = async () => {
  const land = fetch(box.dataset.landFrom, { credentials: "same-origin" }).then((answer) => answer.json());
  const { Map: Canvas, NavigationControl, setWorkerUrl } = await import(script.library);
  setWorkerUrl(new URL(script.worker, location.href).href);
  const set = box.dataset;
  const map = new Canvas({
    container: box, style: style(), attributionControl: false, dragRotate: false, pitchWithRotate: false,
    renderWorldCopies: false, maxZoom: 9, cooperativeGestures: true, center: [10, 25], zoom: 1, fadeDuration: 0,
    locale: { "NavigationControl.ZoomIn": set.in, "NavigationControl.ZoomOut": set.out, "Map.Title": set.label, "CooperativeGesturesHandler.MobileHelpText": set.twoFingers, "CooperativeGesturesHandler.WindowsHelpText": set.wheel, "CooperativeGesturesHandler.MacHelpText": set.wheelMac },
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), document.dir === "rtl" ? "top-left" : "top-right");
  box.cairn = map; // for whoever looks at the map from outside, such as a test
  await map.once("load");
  const draw = () => map.getSource("ends").setData(features());
  const put = ({ lng, lat }) => {
    const spot = chosen();
    const exact = spot && places(spot);
    said.textContent = "";
    if (!spot) return;
    if (exact === null) {
      said.textContent = set.first;
      spot.querySelector("[data-precision]").focus();
      return;
    }
    spot.querySelector("[data-lat]").value = lat.toFixed(exact);
    spot.querySelector("[data-lon]").value = lng.toFixed(exact);
    said.textContent = `${lat.toFixed(exact)} / ${lng.toFixed(exact)}`;
    draw();
  };
  map.on("click", (event) => put(event.lngLat));
  map.getCanvas().addEventListener("keydown", (event) => {
    if (event.key === "Enter") put(map.getCenter());
  });
  document.addEventListener("change", draw);
  const known = spots().map(point).filter(Boolean);
  if (known.length) {
    const [lons, lats] = [known.map((at) => at[0]), known.map((at) => at[1])];
    map.fitBounds([[Math.min(...lons), Math.min(...lats)], [Math.max(...lons), Math.max(...lats)]], { animate: false, padding: 60, maxZoom: 5 });
  }
  draw();
  land.then((data) => map.getSource("land").setData(data));
  map.once("idle", () => (box.dataset.ready = "yes"));
};

open().catch((error) => {
  box.replaceChildren(Object.assign(document.createElement("p"), { textContent: box.dataset.failed }));
  box.classList.add("failed");
  console.info(error);
});
