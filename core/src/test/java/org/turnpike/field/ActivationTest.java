package org.turnpike.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.turnpike.execution.ProgramRunner;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.program.Differentiation;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;

class ActivationTest {

    private static final double[] POINTS = {-800, -3, -0.5, -1e-3, 1e-3, 0.7, 4, 800};

    @ParameterizedTest
    @EnumSource
    void isTheFunctionOfItsName(Activation activation) {
        double[] values = run(program(activation), Map.of("x", POINTS)).get("y");
        for (int i = 0; i < POINTS.length; i++) {
            assertThat(values[i])
                    .as("%s at %s", activation, POINTS[i])
                    .isCloseTo(expected(activation, POINTS[i]), within(1e-12 * Math.max(1, Math.abs(POINTS[i]))));
        }
    }

    @ParameterizedTest
    @EnumSource
    void hasTheDerivativeOfFiniteDifferences(Activation activation) {
        Program derivative = Differentiation.jvp(program(activation), List.of("x"));
        double[] ones = new double[POINTS.length];
        Arrays.fill(ones, 1);
        double[] slopes =
                run(derivative, Map.of("x", POINTS, "tangent(x)", ones)).get("tangent(y)");
        double h = 1e-5;
        for (int i = 0; i < POINTS.length; i++) {
            double difference = (expected(activation, POINTS[i] + h) - expected(activation, POINTS[i] - h)) / (2 * h);
            assertThat(slopes[i]).as("%s at %s", activation, POINTS[i]).isCloseTo(difference, within(1e-6));
        }
    }

    private static double expected(Activation activation, double x) {
        return switch (activation) {
            case IDENTITY -> x;
            case TANH -> Math.tanh(x);
            case RELU -> Math.max(x, 0);
            case SIGMOID -> 1 / (1 + Math.exp(-x));
            case SOFTPLUS -> x > 30 ? x : Math.log(1 + Math.exp(x));
            case ELU -> x > 0 ? x : Math.expm1(x);
            case GELU -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
            case SILU -> x / (1 + Math.exp(-x));
            case SINE -> Math.sin(x);
        };
    }

    private static Program program(Activation activation) {
        ProgramBuilder builder = new ProgramBuilder();
        return builder.output("y", activation.apply(builder, builder.input("x", 1)))
                .build();
    }

    private static Map<String, double[]> run(Program program, Map<String, double[]> arguments) {
        return ProgramRunner.run(new ReferenceBackend(POINTS.length), program, arguments);
    }
}
