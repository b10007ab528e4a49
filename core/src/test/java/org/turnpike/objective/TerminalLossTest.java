package org.turnpike.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.turnpike.execution.ProgramRunner;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.program.Differentiation;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

class TerminalLossTest {

    static Stream<TerminalLoss> losses() {
        return Stream.of(
                new TerminalLoss.CrossEntropy(),
                new TerminalLoss.TruncatedCrossEntropy(0),
                new TerminalLoss.TruncatedCrossEntropy(0.7),
                new TerminalLoss.SquaredError());
    }

    @Test
    void crossEntropyIsTheNegativeLogarithmOfTheClasssProbability() {
        Map<String, double[]> result = run(new TerminalLoss.CrossEntropy(), output(1, 2, 3), output(0, 1, 0));
        double sum = Math.exp(1) + Math.exp(2) + Math.exp(3);
        assertThat(result.get("cost")[0]).isCloseTo(-Math.log(Math.exp(2) / sum), within(1e-14));
        assertThat(result.get("prediction"))
                .containsExactly(new double[] {Math.exp(1) / sum, Math.exp(2) / sum, Math.exp(3) / sum}, within(1e-14));
    }

    @Test
    void crossEntropyOverflowsNowhere() {
        Map<String, double[]> result = run(new TerminalLoss.CrossEntropy(), output(1000, -1000, 0), output(0, 1, 0));
        assertThat(result.get("cost")[0]).isEqualTo(2000);
        assertThat(result.get("prediction")).containsExactly(1, 0, 0);
    }

    @Test
    void truncationCutsOffWhatIsGoodEnough() {
        TerminalLoss loss = new TerminalLoss.TruncatedCrossEntropy(0.1);
        double crossEntropy = Math.log(1 + Math.exp(-1));
        assertThat(run(loss, output(1, 0), output(1, 0)).get("cost")[0]).isCloseTo(crossEntropy - 0.1, within(1e-14));
        assertThat(run(loss, output(4, 0), output(1, 0)).get("cost")[0]).isZero();
        assertThat(gradient(loss, output(4, 0), output(1, 0))).containsExactly(0, 0);
        assertThatThrownBy(() -> new TerminalLoss.TruncatedCrossEntropy(-1))
                .hasMessage(
                        "The threshold of the truncated cross-entropy must be a finite number of at least 0, found -1.0;"
                                + " 0 is the form that the paper prints.");
    }

    @Test
    void squaredErrorIsTheMeanOverTheOutputs() {
        Map<String, double[]> result = run(new TerminalLoss.SquaredError(), output(1, 5), output(2, 2));
        assertThat(result.get("cost")[0]).isEqualTo(5);
        assertThat(result.get("prediction")).containsExactly(1, 5);
    }

    @ParameterizedTest
    @MethodSource("losses")
    void hasTheGradientOfFiniteDifferences(TerminalLoss loss) {
        Random random = new Random(3);
        for (int draw = 0; draw < 20; draw++) {
            double[] output = random.doubles(3, -2, 2).toArray();
            double[] target = new double[3];
            target[random.nextInt(3)] = 1;
            double[] gradient = gradient(loss, output, target);
            for (int i = 0; i < 3; i++) {
                double h = 1e-6;
                double[] up = output.clone();
                double[] down = output.clone();
                up[i] += h;
                down[i] -= h;
                double difference = (run(loss, up, target).get("cost")[0]
                                - run(loss, down, target).get("cost")[0])
                        / (2 * h);
                assertThat(gradient[i]).as("draw %s", draw).isCloseTo(difference, within(1e-8));
            }
        }
    }

    private static double[] output(double... values) {
        return values;
    }

    private static Map<String, double[]> run(TerminalLoss loss, double[] output, double[] target) {
        return ProgramRunner.run(
                new ReferenceBackend(1), program(loss, output.length), Map.of("output", output, "target", target));
    }

    private static double[] gradient(TerminalLoss loss, double[] output, double[] target) {
        Program gradient = Differentiation.vjp(program(loss, output.length), List.of("cost"), List.of("output"));
        Map<String, double[]> arguments = new HashMap<>(Map.of("output", output, "target", target));
        arguments.put(Differentiation.cotangent("cost"), new double[] {1});
        return ProgramRunner.run(new ReferenceBackend(1), gradient, arguments).get(Differentiation.cotangent("output"));
    }

    private static Program program(TerminalLoss loss, int width) {
        ProgramBuilder builder = new ProgramBuilder();
        Value output = builder.input("output", width);
        return builder.output("cost", loss.cost(builder, output, builder.input("target", width)))
                .output("prediction", loss.prediction(builder, output))
                .build();
    }
}
