package org.turnpike.sensitivity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.turnpike.field.Field;
import org.turnpike.program.Differentiation;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/** Problems of two or three numbers a sample, with every feature that gradients must get through. */
final class SmallProblems {

    static final int STATE = 2;
    static final int INPUT = 2;

    private SmallProblems() {}

    /** A part of a problem, with a name for the report of a test. */
    record Named<T>(String name, T value) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Named<Field>> fields() {
        return List.of(
                new Named<>("autonomous", autonomous()),
                new Named<>("time-dependent", timeDependent()),
                new Named<>("controlled", controlled()),
                new Named<>("gradient flow", gradientFlow()));
    }

    static List<Named<Costs>> costs() {
        return List.of(
                new Named<>("squared error", new Costs(Optional.empty(), squaredError())),
                new Named<>("cross-entropy", new Costs(Optional.empty(), crossEntropy())),
                new Named<>("running", new Costs(Optional.of(running()), squaredError())),
                new Named<>("running with everything", new Costs(Optional.of(runningWithEverything()), crossEntropy())),
                new Named<>("grid", new Costs(Optional.empty(), Optional.of(running()), squaredError())),
                new Named<>(
                        "running and grid with everything",
                        new Costs(Optional.of(running()), Optional.of(runningWithEverything()), crossEntropy())));
    }

    record Costs(Optional<Program> running, Optional<Program> grid, Program terminal) {
        Costs(Optional<Program> running, Program terminal) {
            this(running, Optional.empty(), terminal);
        }
    }

    static List<Named<Program>> encoders() {
        return List.of(
                new Named<>("identity", identityEncoder()),
                new Named<>("affine", affineEncoder()),
                new Named<>("affine with control", affineEncoderWithControl()));
    }

    /** Every field with every cost and every encoder. */
    static Stream<Named<BolzaProblem>> all() {
        List<Named<BolzaProblem>> all = new ArrayList<>();
        for (Named<Field> field : fields()) {
            for (Named<Costs> cost : costs()) {
                for (Named<Program> encoder : encoders()) {
                    BolzaProblem problem = new BolzaProblem(
                            encoder.value(),
                            field.value(),
                            cost.value().running(),
                            cost.value().grid(),
                            cost.value().terminal());
                    all.add(new Named<>(field + ", " + cost + ", " + encoder, problem));
                }
            }
        }
        return all.stream();
    }

    static Field autonomous() {
        ProgramBuilder p = new ProgramBuilder();
        Value hidden = p.tanh(p.affine(p.parameter("W1", 3, STATE), p.parameter("b1", 3), p.input("z", STATE)));
        return new Field(p.output("dz", p.affine(p.parameter("W2", STATE, 3), p.parameter("b2", STATE), hidden))
                .build());
    }

    static Field timeDependent() {
        ProgramBuilder p = new ProgramBuilder();
        Value input = p.concatenate(p.input("z", STATE), p.input("t", 1));
        Value hidden = p.sigmoid(p.affine(p.parameter("W1", 3, STATE + 1), p.parameter("b1", 3), input));
        Value outside = p.scaleRows(p.sine(p.scale(3, p.input("t", 1))), p.linear(p.parameter("W2", STATE, 3), hidden));
        return new Field(p.output("dz", outside).build());
    }

    static Field controlled() {
        ProgramBuilder p = new ProgramBuilder();
        Value input = p.concatenate(p.input("z", STATE), p.input("u", INPUT));
        Value hidden = p.softplus(p.affine(p.parameter("W1", 3, STATE + INPUT), p.parameter("b1", 3), input));
        return new Field(
                p.output("dz", p.linear(p.parameter("W2", STATE, 3), hidden)).build());
    }

    /** {@code ż = −∂ε/∂z} (SNF Eq. 2): the field itself is a derivative. */
    static Field gradientFlow() {
        ProgramBuilder p = new ProgramBuilder();
        Value hidden = p.tanh(p.affine(p.parameter("W1", 3, STATE), p.parameter("b1", 3), p.input("z", STATE)));
        Value energy = p.square(p.linear(p.parameter("W2", 1, 3), hidden));
        Program slope = Differentiation.vjp(p.output("energy", energy).build(), List.of("energy"), List.of("z"));
        ProgramBuilder q = new ProgramBuilder();
        Value seed = q.constant(-1, 1);
        Value descent = q.inline(slope, Map.of(Differentiation.cotangent("energy"), seed))
                .get(Differentiation.cotangent("z"));
        return new Field(q.output("dz", descent).build());
    }

    static Program identityEncoder() {
        ProgramBuilder p = new ProgramBuilder();
        return p.output("z0", p.input("x", INPUT)).build();
    }

    static Program affineEncoder() {
        ProgramBuilder p = new ProgramBuilder();
        return p.output("z0", p.affine(p.parameter("Hx", STATE, INPUT), p.parameter("hx", STATE), p.input("x", INPUT)))
                .build();
    }

    static Program affineEncoderWithControl() {
        ProgramBuilder p = new ProgramBuilder();
        Value x = p.input("x", INPUT);
        p.output("z0", p.affine(p.parameter("Hx", STATE, INPUT), p.parameter("hx", STATE), x));
        return p.output("u", p.tanh(p.linear(p.parameter("Hu", INPUT, INPUT), x)))
                .build();
    }

    static Program squaredError() {
        ProgramBuilder p = new ProgramBuilder();
        Value prediction = p.affine(p.parameter("Hy", 2, STATE), p.parameter("hy", 2), p.input("z", STATE));
        Value gap = p.subtract(prediction, p.input("target", 2));
        return p.output("cost", p.rowSum(p.square(gap)))
                .output("prediction", prediction)
                .build();
    }

    static Program crossEntropy() {
        ProgramBuilder p = new ProgramBuilder();
        Value logits = p.linear(p.parameter("Hy", 2, STATE), p.input("z", STATE));
        Value total = p.logarithm(p.rowSum(p.exponential(logits)));
        Value chosen = p.dot(logits, p.input("target", 2));
        return p.output("cost", p.subtract(total, chosen))
                .output("prediction", logits)
                .build();
    }

    static Program running() {
        ProgramBuilder p = new ProgramBuilder();
        return p.output("cost", p.scale(0.3, p.rowSum(p.square(p.input("z", STATE)))))
                .build();
    }

    /** Takes time, control and target, and shares a parameter with the field. */
    static Program runningWithEverything() {
        ProgramBuilder p = new ProgramBuilder();
        Value gap = p.subtract(p.input("z", STATE), p.input("target", 2));
        Value push = p.multiply(p.input("u", INPUT), p.spread(p.parameter("w", INPUT)));
        Value all = p.add(p.rowSum(p.square(gap)), p.rowSum(push));
        return p.output("cost", p.multiply(p.cosine(p.input("t", 1)), all)).build();
    }
}
