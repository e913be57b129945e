package io.reveille.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/** Columns as wide as their widest cell, two spaces apart. */
final class Table {
  private static final int STATE = 1;

  private final List<List<String>> rows = new ArrayList<>();

  Table(String... heads) {
    rows.add(List.of(heads));
  }

  void add(String... cells) {
    rows.add(List.of(cells));
  }

  /** Colours, if wanted, mark the second column, where the state stands. */
  void print(PrintWriter out, boolean coloured) {
    List<String> heads = rows.get(0);
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < heads.size(); column++) {
        int width = column == heads.size() - 1 ? 0 : width(column) + 2;
        String cell = row.get(column);
        String shown = coloured && column == STATE && row != heads ? colour(cell) : cell;
        line.append(shown).append(" ".repeat(Math.max(0, width - cell.length())));
      }
      out.println(line.toString().stripTrailing());
    }
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  private static String colour(String state) {
    String style = switch (state) {
      case "running" -> "green";
      case "crashed", "failed", "missing" -> "red";
      case "starting", "restarting" -> "yellow";
      default -> "faint";
    };
    return Ansi.ON.string("@|" + style + " " + state + "|@");
  }
}
