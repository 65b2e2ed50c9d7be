/** In place of Monaco's editors of differences, a tenth of its code, of which GraphiQL opens none. */
export const DiffEditorWidget = Object;
export const MultiDiffEditorWidget = Object;
