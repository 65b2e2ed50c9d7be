import { createContext, use, useRef, type ComponentProps, type PointerEvent } from "react";

interface GroupProps<Value> extends Omit<ComponentProps<"ul">, "values"> {
  readonly values: Value[];
  readonly onReorder: (values: Value[]) => void;
  readonly axis: "x";
}

interface ItemProps extends Omit<ComponentProps<"li">, "value"> {
  readonly value: unknown;
  readonly dragElastic: false;
  readonly dragConstraints: unknown;
}

const MoveContext = createContext((_value: unknown, _to: number): void => undefined);

/** A movement of the pointer up to this length is a click. Pixels. */
const MAX_CLICK_MOVEMENT = 5;

/** A list whose items are dragged to other places, by a mouse, a pen or a finger. */
function Group<Value>({ values, onReorder, axis: _axis, ...props }: GroupProps<Value>) {
  const move = (value: unknown, to: number) => {
    const from = values.indexOf(value as Value);
    if (from < 0 || to < 0 || from === to) return;
    const reordered = [...values];
    reordered.splice(to, 0, ...reordered.splice(from, 1));
    onReorder(reordered);
  };
  return (
    <MoveContext value={move}>
      <ul {...props} />
    </MoveContext>
  );
}

function Item({ value, dragElastic: _elastic, dragConstraints: _constraints, ...props }: ItemProps) {
  const move = use(MoveContext);
  const start = useRef<PointerEvent>(undefined);
  const stop = ({ currentTarget }: PointerEvent<HTMLElement>) => {
    start.current = undefined;
    currentTarget.style.translate = "";
  };
  const drag = (event: PointerEvent<HTMLElement>) => {
    const { currentTarget: item, buttons, clientX, clientY, pointerId } = event;
    if (!start.current || buttons === 0) return;
    const [x, y] = [clientX - start.current.clientX, clientY - start.current.clientY];
    if (item.style.translate === "" && Math.hypot(x, y) <= MAX_CLICK_MOVEMENT) return;
    // The item follows the pointer everywhere, and the button in it is not clicked at the end.
    item.setPointerCapture(pointerId);
    item.style.translate = `${x}px ${y}px`;
  };
  return (
    <li
      onPointerDown={(event) => {
        start.current = event.button === 0 ? event : undefined;
      }}
      onPointerMove={drag}
      // A fast pointer is elsewhere before it has moved on the item.
      onPointerLeave={drag}
      onPointerUp={(event) => {
        const isDragged = event.currentTarget.style.translate !== "";
        stop(event);
        if (isDragged) move(value, placeAt(event));
      }}
      onPointerCancel={stop}
      {...props}
    />
  );
}

/** Returns the index of the item at the place of the pointer; -1 when there is none. */
function placeAt({
  currentTarget: { parentElement: list },
  clientX: x,
  clientY: y,
}: PointerEvent<HTMLElement>) {
  return [...(list?.children ?? [])].findIndex((item) => {
    const { left, right, top, bottom } = item.getBoundingClientRect();
    return left <= x && x <= right && top <= y && y <= bottom;
  });
}

/** What GraphiQL uses of framer-motion for its tabs, without its animations: those are half the size of React. */
export const Reorder = { Group, Item };
