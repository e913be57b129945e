package io.reveille.admin;

import io.reveille.http.Problem;

/** A request that is not carried out, and what its sender is told. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  Refusal(Problem problem) {
    super(problem.detail());
    this.problem = problem;
  }

  static Refusal badParameter(String name, String value, String wanted) {
    return new Refusal(Problem.of(
        400,
        "bad-parameter",
        "Bad parameter " + name,
        name + " '" + value + "' cannot be used: " + wanted + "."));
  }

  static Refusal unknownAgent(String id) {
    return new Refusal(
        Problem.of(404, "unknown-agent", "Unknown agent", "There is no agent '" + id + "'."));
  }

  static Refusal forbidden(String detail) {
    return new Refusal(Problem.of(403, "forbidden", "Not allowed", detail));
  }

  Problem problem() {
    return problem;
  }
}
