import { createContext, use, useRef, type ComponentProps } from "react";

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

interface Dragging {
  start(value: unknown): void;
  dropOn(target: unknown): void;
}

const DraggingContext = createContext<Dragging>({ start: () => undefined, dropOn: () => undefined });

/** A list whose items change places when one is dropped on another. */
function Group<Value>({ values, onReorder, axis: _axis, ...props }: GroupProps<Value>) {
  const dragged = useRef<unknown>(undefined);
  const dragging: Dragging = {
    start: (value) => {
      dragged.current = value;
    },
    dropOn: (target) => {
      const [from, to] = [values.indexOf(dragged.current as Value), values.indexOf(target as Value)];
      if (from < 0 || to < 0 || from === to) return;
      const reordered = [...values];
      reordered.splice(to, 0, ...reordered.splice(from, 1));
      onReorder(reordered);
    },
  };
  return (
    <DraggingContext value={dragging}>
      <ul {...props} />
    </DraggingContext>
  );
}

function Item({ value, dragElastic: _elastic, dragConstraints: _constraints, ...props }: ItemProps) {
  const dragging = use(DraggingContext);
  return (
    <li
      draggable
      onDragStart={() => {
        dragging.start(value);
      }}
      onDragOver={(event) => {
        // Allows to drop something here.
        event.preventDefault();
      }}
      onDrop={(event) => {
        event.preventDefault();
        dragging.dropOn(value);
      }}
      {...props}
    />
  );
}

/** What GraphiQL uses of framer-motion for its tabs, without its animations: those are half the size of React. */
export const Reorder = { Group, Item };
