// What is hard to read or too wide on this page: contrast by WCAG 2.2 AA (1.4.3, 1.4.11), reflow (1.4.10).
(() => {
  const parse = (text) => {
    const found = text.match(/[\d.]+/g).map(Number);
    return { rgb: found.slice(0, 3), alpha: found.length > 3 ? found[3] : 1 };
  };
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((part) => {
      const p = part / 255;
      return p <= 0.04045 ? p / 12.92 : ((p + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (one, other) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
  const background = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const { rgb, alpha } = parse(getComputedStyle(at).backgroundColor);
      if (alpha === 1) return rgb;
    }
    return [255, 255, 255];
  };
  const shown = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && getComputedStyle(element).visibility !== "hidden";
  };
  const wrong = [];
  const tell = (element, what) => wrong.push(`${element.tagName.toLowerCase()}.${element.className.baseVal ?? element.className} ${what}`);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let texts = 0;
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || element.closest("svg") || !shown(element)) continue;
    texts += 1;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const found = ratio(parse(style.color).rgb, background(element));
    if (found < (large ? 3 : 4.5)) tell(element, `contrast ${found.toFixed(2)}: ${walker.currentNode.data.trim().slice(0, 40)}`);
    if (size < 12) tell(element, `only ${size} px high`);
  }
  for (const bar of document.querySelectorAll("svg rect")) {
    const found = ratio(parse(getComputedStyle(bar).fill).rgb, background(bar.closest("svg")));
    if (found < 3) tell(bar, `contrast of a picture ${found.toFixed(2)}`);
  }
  for (const field of document.querySelectorAll("input, button")) {
    const found = ratio(parse(getComputedStyle(field).borderTopColor).rgb, background(field.parentElement));
    if (found < 3) tell(field, `contrast of its edge ${found.toFixed(2)}`);
    if (field.getBoundingClientRect().height < 24) tell(field, "too small to press");
  }
  const page = document.documentElement;
  if (page.scrollWidth > page.clientWidth) wrong.push(`wider than the screen: ${page.scrollWidth} > ${page.clientWidth}`);
  if (!getComputedStyle(document.body).maxWidth.endsWith("px")) wrong.push("the style sheet is not in force");
  if (!texts) wrong.push("nothing to read");
  return [...new Set(wrong)];
})()
