// One colour per label, the same everywhere on the page.
let order = [];

export function setLabels(labels) {
  order = labels;
}

export function labels() {
  return order;
}

/** Hues spread evenly over the labels; unknown labels are grey. */
export function colour(label, lightness = 55) {
  const index = order.indexOf(label);
  return index < 0 ? `hsl(0 0% ${lightness}%)` : `hsl(${Math.round((index * 360) / order.length)} 70% ${lightness}%)`;
}

export function words(label) {
  return label.replaceAll("_", " ");
}
