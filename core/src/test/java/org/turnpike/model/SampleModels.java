package org.turnpike.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.turnpike.data.Standardisation;
import org.turnpike.data.image.ImageShape;
import org.turnpike.field.Activation;
import org.turnpike.field.Augmentation;
import org.turnpike.field.ConcatField;
import org.turnpike.field.ConvolutionHead;
import org.turnpike.field.ConvolutionStem;
import org.turnpike.field.ConvolutionalField;
import org.turnpike.field.Energy;
import org.turnpike.field.EnergyFloor;
import org.turnpike.field.FieldDesign;
import org.turnpike.field.FieldInput;
import org.turnpike.field.HyperNetworkField;
import org.turnpike.field.MlpField;
import org.turnpike.field.MomentumCoupling;
import org.turnpike.field.PortHamiltonianField;
import org.turnpike.field.Projection;
import org.turnpike.field.RandomDirection;
import org.turnpike.field.SecondOrderField;
import org.turnpike.field.SpeedLimit;
import org.turnpike.field.StableField;
import org.turnpike.field.StochasticField;
import org.turnpike.field.StructureMatrix;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepRule;
import org.turnpike.solver.StochasticMethod;
import org.turnpike.solver.Tableaux;

/** Models for tests, small and of every kind. */
public final class SampleModels {

    private SampleModels() {}

    /** The moons' model of DEEP §4: 2-16-2 tanh, logits are the state. */
    public static NeuralOde moons() {
        Architecture architecture = new Architecture(
                2,
                2,
                new Projection.Identity(),
                new Augmentation.Zeros(0),
                new MlpField(List.of(16), Activation.TANH, Set.of(), Optional.empty()),
                new Projection.Identity(),
                2);
        return NeuralOde.untrained(
                architecture,
                7,
                TerminalTime.fixed(0, 1),
                new SolverSettings.FixedSteps(Tableaux.RK4, new StepRule.Size(0.01)),
                List.of("x0", "x1"),
                new Outputs.Classes(List.of("0", "1")),
                Optional.empty());
    }

    /** With every part that a vanilla model can have. */
    public static NeuralOde elaborate() {
        Architecture architecture = new Architecture(
                3,
                4,
                new Projection.Perceptron(List.of(5, 6), Activation.SILU),
                new Augmentation.Learned(2, new Projection.Affine()),
                new MlpField(
                        List.of(7, 8),
                        Activation.ELU,
                        Set.of(FieldInput.TIME, FieldInput.DATA),
                        Optional.of(new SpeedLimit(2.5))),
                new Projection.Affine(),
                2);
        return NeuralOde.untrained(
                architecture,
                11,
                new TerminalTime(0.25, 0.1 + 0.7, 0.3, 1.9, new TerminalTime.InitialBounds(-1.0 / 3, 0.7, 0.01)),
                new SolverSettings.Adaptive(Tableaux.DOPRI5, 1e-6, 1e-7, 1000, OptionalDouble.of(0.01)),
                List.of("height", "weight", "größe \"quoted\""),
                new Outputs.Values(List.of("price", "rent")),
                Optional.of(Standardisation.of(new double[] {1, -0.1, 1e-30}, new double[] {3, 0.1, 1e20})));
    }

    /** An image classifier. */
    public static NeuralOde images() {
        ConvolutionStem stem = new ConvolutionStem(new ImageShape(3, 8, 9), 4, 2);
        Architecture architecture = new Architecture(
                3 * 8 * 9,
                stem.state().size(),
                stem,
                new Augmentation.Zeros(0),
                new ConvolutionalField(stem.state(), 2, Set.of(FieldInput.TIME)),
                new ConvolutionHead(stem.state(), 2),
                3);
        return NeuralOde.untrained(
                architecture,
                19,
                TerminalTime.fixed(0, 1),
                new SolverSettings.FixedSteps(Tableaux.RK4, new StepRule.Count(2)),
                IntStream.range(0, 3 * 8 * 9).mapToObj(i -> "pixel" + i).toList(),
                new Outputs.Classes(List.of("a", "b", "c")),
                Optional.empty());
    }

    /** A stable flow. */
    public static NeuralOde stable() {
        Architecture architecture = new Architecture(
                2,
                2,
                new Projection.Identity(),
                new Augmentation.Zeros(1),
                new StableField(List.of(9), Activation.TANH, EnergyFloor.SIGMOID, Set.of(FieldInput.DATA)),
                new Projection.Affine(),
                3);
        return NeuralOde.untrained(
                architecture,
                13,
                TerminalTime.fixed(0, 1),
                new SolverSettings.FixedSteps(Tableaux.RK4_38, new StepRule.Count(20)),
                List.of("x0", "x1"),
                new Outputs.Classes(List.of("a", "b", "c")),
                Optional.empty());
    }

    /** Densities with each of the fields that are made for flows. */
    public static Stream<NeuralOde> densities() {
        return Stream.of(
                        Architecture.density(
                                2, new ConcatField(List.of(4, 3), Activation.SOFTPLUS), Optional.empty(), 0.1),
                        Architecture.density(
                                2,
                                new HyperNetworkField(5, List.of(4), Activation.TANH),
                                Optional.of(RandomDirection.GAUSSIAN),
                                0.1 + 0.2),
                        Architecture.density(
                                2,
                                new MlpField(List.of(4), Activation.TANH, Set.of(FieldInput.TIME), Optional.empty()),
                                Optional.of(RandomDirection.RADEMACHER),
                                1))
                .map(architecture -> NeuralOde.untrained(
                        architecture,
                        19,
                        TerminalTime.fixed(0, 1),
                        new SolverSettings.FixedSteps(Tableaux.RK4, new StepRule.Count(20)),
                        List.of("x0", "x1"),
                        new Outputs.LogDensity(),
                        Optional.of(Standardisation.of(new double[] {1, -0.1}, new double[] {3, 0.1}))));
    }

    /** Every port-Hamiltonian and second-order flow. */
    public static Stream<NeuralOde> dissipative() {
        Energy plain = new Energy(List.of(4), Activation.SINE, EnergyFloor.SQUARE, Set.of());
        Energy controlled = new Energy(List.of(4, 3), Activation.GELU, EnergyFloor.SOFTPLUS, Set.of(FieldInput.DATA));
        return Stream.of(
                        new PortHamiltonianField(plain, new StructureMatrix.Diagonal(), 1e-3),
                        new PortHamiltonianField(controlled, new StructureMatrix.Full(), 0.1 + 0.2),
                        new PortHamiltonianField(
                                plain, new StructureMatrix.StateDependent(List.of(5), Activation.RELU), 1e-30),
                        new SecondOrderField(controlled, new MomentumCoupling.Damped()),
                        new SecondOrderField(plain, new MomentumCoupling.Block(0.1 + 0.7)))
                .map(SampleModels::dissipative);
    }

    /** Flows with noise. */
    public static Stream<NeuralOde> stochastic() {
        Energy energy = new Energy(List.of(4), Activation.TANH, EnergyFloor.SIGMOID, Set.of(FieldInput.DATA));
        return Stream.of(
                        new SolverSettings.Stochastic(StochasticMethod.HEUN, new StepRule.Size(0.1), 5),
                        new SolverSettings.Stochastic(StochasticMethod.EULER_MARUYAMA, new StepRule.Count(7), 1))
                .map(solver -> dissipative(new StochasticField(energy, 10.1), solver));
    }

    private static NeuralOde dissipative(FieldDesign field) {
        return dissipative(field, new SolverSettings.FixedSteps(Tableaux.RK4, new StepRule.Count(20)));
    }

    private static NeuralOde dissipative(FieldDesign field, SolverSettings solver) {
        Architecture architecture = new Architecture(
                2, 2, new Projection.Identity(), new Augmentation.Zeros(2), field, new Projection.Affine(), 3);
        return NeuralOde.untrained(
                architecture,
                17,
                TerminalTime.fixed(0, 1),
                solver,
                List.of("x0", "x1"),
                new Outputs.Classes(List.of("a", "b", "c")),
                Optional.empty());
    }
}
