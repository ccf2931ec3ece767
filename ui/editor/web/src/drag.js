// SPDX-License-Identifier: GPL-3.0-or-later
/* The way of the pointer from a press on. */

/**
 * Follows the pointer until the button is let go or Escape is pressed; exactly one of `dropped` and
 * `cancelled` is called then.
 * @param {MouseEvent} press
 * @param {{moved: (event: MouseEvent) => void, dropped: () => void, cancelled: () => void}} then
 * @returns {() => void} ends it at once, and calls nothing
 */
export function follow(press, { moved, dropped, cancelled }) {
  let x = press.clientX;
  let y = press.clientY;

  const move = (event) => {
    const { clientX, clientY, buttons } = event;

    /* After a layout WebKit says once more where the pointer was, and that no button is down. */
    if (!buttons && clientX === x && clientY === y) {
      return;
    }
    x = clientX;
    y = clientY;
    if (buttons) {
      moved(event);
    } else {
      /* It was let go outside of the window. */
      finish(dropped);
    }
  };
  const up = () => finish(dropped);
  const key = (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      finish(cancelled);
    }
  };
  const stop = () => {
    removeEventListener("mousemove", move);
    removeEventListener("mouseup", up);
    removeEventListener("keydown", key, true);
  };
  const finish = (last) => {
    stop();
    last();
  };

  addEventListener("mousemove", move);
  addEventListener("mouseup", up);
  addEventListener("keydown", key, true);
  return stop;
}
