package org.turnpike.sensitivity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.turnpike.program.Differentiation;
import org.turnpike.program.Instruction;
import org.turnpike.program.ParameterLayout;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Shape;
import org.turnpike.program.Value;

/**
 * The Kronecker factors of a problem's affine layers {@code y = W x + b}: with x̄ = (x, 1) and g the cotangent of y, {@code A =
 * Σ w ∫ x̄ x̄ᵀ dt} and {@code B = Σ w ∫ g gᵀ dt} over the samples of a tile, w being their weights; for layers outside the field,
 * which are applied once, without the integral. {@code A ⊗ B} stands for the Gauss–Newton matrix of the layer's weights, that of
 * a terminal cost whose Hessian is taken as {@code Φ_z Φ_zᵀ}, the case of rank 1 (Liu, Chen, Theodorou, <i>Second-Order Neural ODE
 * Optimizer</i>, NeurIPS 2021, Prop. 2 and Eq. 13): then g belongs to the adjoint itself.
 *
 * <p>Nothing is written by hand for them: a program that computes the gradient of W contains it as a sum {@code Σ g xᵀ} over
 * the batch, so x and g are the operands of that instruction. Factors travel as the gradients of parameters that no program
 * reads, which {@link #layout} appends to those of the model.
 */
public final class KroneckerFactors {

    private KroneckerFactors() {}

    /**
     * One affine layer.
     *
     * @param weight name of W, m × n
     * @param bias name of b, of m numbers
     */
    public record Layer(String weight, Optional<String> bias, Shape.Shared shape) {

        /** Numbers in x̄. */
        public int inputs() {
            return shape.columns() + (bias.isPresent() ? 1 : 0);
        }

        /** Numbers in y. */
        public int outputs() {
            return shape.rows();
        }

        /** Name under which A lies in {@link KroneckerFactors#layout}. */
        public String inputFactor() {
            return "input factor of " + weight;
        }

        /** Name under which B lies in {@link KroneckerFactors#layout}. */
        public String outputFactor() {
            return "output factor of " + weight;
        }
    }

    /**
     * The affine layers of encoder, field and decoder.
     *
     * @throws IllegalArgumentException where a parameter is used otherwise than once, in an affine layer
     */
    public static List<Layer> layers(BolzaProblem problem) {
        if (problem.isControlLearned()) {
            throw new IllegalArgumentException(
                    "A second-order update needs a control that is not learned, found one. Give"
                            + " the field the data themselves.");
        }
        Set<Layer> layers = new LinkedHashSet<>();
        layers.addAll(in(EndPrograms.encoderGradient(problem)));
        layers.addAll(in(Dynamics.hamiltonianGradient(problem)));
        layers.addAll(in(EndPrograms.terminalGradient(problem)));
        return List.copyOf(layers);
    }

    /** {@code model} with room for the factors of {@code layers} after it. */
    public static ParameterLayout layout(ParameterLayout model, List<Layer> layers) {
        ParameterLayout.Builder layout = new ParameterLayout.Builder();
        model.entries().forEach((name, entry) -> layout.add(name, entry.shape()));
        for (Layer layer : layers) {
            layout.add(layer.inputFactor(), new Shape.Shared(layer.inputs(), layer.inputs()));
            layout.add(layer.outputFactor(), new Shape.Shared(layer.outputs(), layer.outputs()));
        }
        return layout.build();
    }

    /** {@code gradient} with the factors of every layer, as the cotangents of what {@link #layout} calls them. */
    static Program gathered(Program gradient) {
        ProgramBuilder p = new ProgramBuilder();
        p.inline(gradient, Map.of()).forEach(p::output);
        return withFactors(p, gradient);
    }

    /**
     * The factors alone, each sample counted by its {@code weight}.
     *
     * @param gradient the program of an end of a solve, with seeds that are not weighted
     */
    static Program ofEnd(Program gradient) {
        Program scaled = ScaledSums.of(withFactors(new ProgramBuilder(), gradient));
        return scaled.hasLeaf(ScaledSums.SCALE)
                ? scaled.renameLeaves(Map.of(ScaledSums.SCALE, AccumulatingStep.WEIGHT))
                : scaled;
    }

    private static Program withFactors(ProgramBuilder p, Program gradient) {
        List<Layer> layers = in(gradient);
        Map<String, Value> values = p.inline(exposing(gradient, layers), Map.of());
        for (Layer layer : layers) {
            Value x = values.get(layer.inputFactor());
            Value homogeneous = layer.bias().isPresent() ? p.concatenate(x, p.constant(1, 1)) : x;
            Value g = values.get(layer.outputFactor());
            p.output(Differentiation.cotangent(layer.inputFactor()), p.outerSum(homogeneous, homogeneous));
            p.output(Differentiation.cotangent(layer.outputFactor()), p.outerSum(g, g));
        }
        return p.build();
    }

    /** What the sums over the batch are made of: x under the name of A, g under that of B. */
    private static Program exposing(Program gradient, List<Layer> layers) {
        Map<String, Integer> outputs = new LinkedHashMap<>();
        for (Layer layer : layers) {
            Instruction sum = gradient.instruction(gradient.output(Differentiation.cotangent(layer.weight())));
            outputs.put(layer.outputFactor(), sum.operand(0));
            outputs.put(layer.inputFactor(), sum.operand(1));
        }
        return new Program(gradient.instructions(), outputs);
    }

    private static List<Layer> in(Program gradient) {
        Map<Integer, String> biases = new LinkedHashMap<>();
        Map<String, Instruction> weights = new LinkedHashMap<>();
        for (Map.Entry<String, Integer> output : gradient.outputs().entrySet()) {
            Instruction sum = gradient.instruction(output.getValue());
            if (sum.isShared()) {
                String parameter = parameterOf(output.getKey());
                switch (sum.opcode()) {
                    case OUTER_SUM -> weights.put(parameter, sum);
                    case BATCH_SUM -> biases.put(sum.operand(0), parameter);
                    default -> throw notALayer(parameter);
                }
            }
        }
        List<Layer> layers = new ArrayList<>();
        weights.forEach((weight, sum) ->
                layers.add(new Layer(weight, Optional.ofNullable(biases.remove(sum.operand(0))), sum.shared())));
        if (!biases.isEmpty()) {
            throw notALayer(biases.values().iterator().next());
        }
        return layers;
    }

    private static String parameterOf(String output) {
        String around = Differentiation.cotangent("");
        return output.substring(around.length() - 1, output.length() - 1);
    }

    private static IllegalArgumentException notALayer(String parameter) {
        return new IllegalArgumentException("A second-order update needs parameters that are the weights and biases of"
                + " affine layers, each applied once in an evaluation, as in a multilayer perceptron; found '"
                + parameter
                + "', which is used otherwise. Use an mlp as the field, or a stage of first order.");
    }
}
