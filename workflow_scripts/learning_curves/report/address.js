"use strict";
// The part of the page that is open, and the state of the figure, in the fragment of the address: #runs&target=0.05&method=ridge.

// What nobody spelt here may not be decodable.
function decode(word) {
  try {
    return decodeURIComponent(word);
  } catch {
    return "";
  }
}

function readAddress() {
  const words = location.hash.slice(1).split("&");
  const isState = (word) => word.includes("=");
  const part = words.find((word) => !isState(word)) ?? "";
  return { part: decode(part), state: new URLSearchParams(words.filter(isState).join("&")) };
}

function spellAddress(changed) {
  const { part, state } = { ...readAddress(), ...changed };
  return `#${[encodeURIComponent(part), state.toString()].filter(Boolean).join("&")}`;
}
