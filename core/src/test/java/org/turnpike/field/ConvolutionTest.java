package org.turnpike.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.turnpike.data.image.ImageShape;
import org.turnpike.execution.ProgramRunner;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.model.Architecture;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;
import org.turnpike.program.Window;

/** Layers over images, and the networks made of them. */
class ConvolutionTest {

    private static final int SAMPLES = 2;
    private static final ImageShape MNIST = new ImageShape(1, 28, 28);

    private final ReferenceBackend backend = new ReferenceBackend(SAMPLES);
    private final Random random = new Random(5);

    @Test
    void thePapersClassifierHasItsParameters() {
        ConvolutionStem stem = new ConvolutionStem(MNIST, 64, 32);
        assertThat(stem.state()).isEqualTo(new ImageShape(64, 6, 6));
        Architecture architecture = new Architecture(
                784,
                64 * 36,
                stem,
                new Augmentation.Zeros(0),
                new ConvolutionalField(stem.state(), 32, Set.of(FieldInput.TIME)),
                new ConvolutionHead(stem.state(), 32),
                10);
        assertThat(architecture.layout().size()).isEqualTo(208_266);
        assertThat(architecture.initialWeights(7)).hasSize(208_266).doesNotContain(Float.NaN);
        assertThat(new ConvolutionStem(new ImageShape(3, 32, 32), 64, 32).state())
                .isEqualTo(new ImageShape(64, 7, 7));
    }

    @Test
    void theTimeIsOneMoreChannel() {
        ImageShape image = new ImageShape(2, 3, 4);
        ConvolutionLayer layer = ConvolutionLayer.over(image, "c", 3, 3, 1, 1);
        ProgramBuilder builder = new ProgramBuilder();
        Value apart = layer.apply(builder, builder.input("x", image.size()), builder.input("t", 1));
        Program program = builder.output("y", apart).build();
        Map<String, double[]> arguments = ProgramRunner.randomArguments(program, SAMPLES, random, -1, 1);

        // The same kernels as those of one convolution over three channels, the last of which is t everywhere.
        Window together = new Window(3, 3, 4, 3, 3, 1, 1);
        ProgramBuilder joined = new ProgramBuilder();
        Value channels =
                joined.concatenate(joined.input("x", image.size()), joined.broadcast(joined.input("t", 1), 12));
        Value y = joined.convolution(together, joined.parameter("w", 3, together.fanIn()), channels);
        Value bias = joined.broadcast(joined.spread(joined.parameter("c.bias", 3)), y.width());
        Program concatenated = joined.output("y", joined.add(y, bias)).build();
        double[] kernels = new double[3 * together.fanIn()];
        for (int kernel = 0; kernel < 3; kernel++) {
            System.arraycopy(arguments.get("c.weight"), kernel * 18, kernels, kernel * 27, 18);
            System.arraycopy(arguments.get("c.time"), kernel * 9, kernels, kernel * 27 + 18, 9);
        }
        Map<String, double[]> others = new HashMap<>(arguments);
        others.keySet().retainAll(concatenated.inputs());
        others.put("w", kernels);
        others.put("c.bias", arguments.get("c.bias"));
        assertThat(ProgramRunner.run(backend, program, arguments).get("y"))
                .containsExactly(
                        ProgramRunner.run(backend, concatenated, others).get("y"), within(1e-12));
    }

    @Test
    void groupsHaveMeanZeroAndVarianceOneBeforeScaleAndShift() {
        ImageShape image = new ImageShape(4, 3, 5);
        ProgramBuilder builder = new ProgramBuilder();
        Value normal = new GroupNormalisation("n", 2, image).apply(builder, builder.input("x", image.size()));
        Program program = builder.output("y", normal).build();
        Map<String, double[]> arguments = ProgramRunner.randomArguments(program, SAMPLES, random, -9, 3);
        arguments.put("n.scale", new double[] {1, 1, 2, 2});
        arguments.put("n.shift", new double[] {0, 0, -3, -3});
        double[] y = ProgramRunner.run(backend, program, arguments).get("y");
        for (int sample = 0; sample < SAMPLES; sample++) {
            for (int group = 0; group < 2; group++) {
                double sum = 0;
                double squares = 0;
                for (int i = group * 30; i < group * 30 + 30; i++) {
                    double value = y[i * SAMPLES + sample];
                    sum += value;
                    squares += value * value;
                }
                double mean = sum / 30;
                assertThat(mean).isCloseTo(group == 0 ? 0 : -3, within(1e-10));
                assertThat(squares / 30 - mean * mean).isCloseTo(group == 0 ? 1 : 4, within(1e-4));
            }
        }
    }

    @Test
    void saysWhatDoesNotFit() {
        assertThatThrownBy(() -> new ConvolutionStem(MNIST, 64, 7))
                .hasMessage(
                        "Group normalisation needs a number of groups that divides the 64 channels, found 7 groups");
        assertThatThrownBy(() -> new ConvolutionStem(new ImageShape(1, 4, 4), 8, 4))
                .hasMessageContaining("A kernel of 4 × 4 does not fit an image of 1 × 1 with padding 1");
        assertThatThrownBy(() -> new ConvolutionalField(MNIST, 1, Set.of(FieldInput.DATA)))
                .hasMessageContaining("not the data");
        assertThatThrownBy(() -> new ConvolutionalField(MNIST, 1, Set.of()).field(10, 1))
                .hasMessage("A convolutional field over images of 1×28×28 needs a state of 784 numbers, found 10");
        assertThat(ImageShape.square(784)).contains(MNIST);
        assertThat(ImageShape.square(3072)).contains(new ImageShape(3, 32, 32));
        assertThat(ImageShape.square(10)).isEmpty();
    }
}
