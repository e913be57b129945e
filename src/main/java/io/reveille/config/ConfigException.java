package io.reveille.config;

import java.util.List;

/** A configuration that cannot work: every problem at once, each with where it stands and what to do. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /** One thing that is wrong: a JSON pointer (or the name of a variable) and a sentence. */
  public record Problem(String where, String what) {
    @Override
    public String toString() {
      return where + ": " + what;
    }
  }

  public ConfigException(String source, List<Problem> problems) {
    super(report(source, problems));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }

  private static String report(String source, List<Problem> problems) {
    StringBuilder report = new StringBuilder(source);
    report.append(problems.size() == 1 ? ": 1 problem" : ": " + problems.size() + " problems");
    problems.forEach(problem -> report.append("\n  ").append(problem));
    return report.toString();
  }
}
