package org.turnpike.sensitivity;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.turnpike.data.image.ImageShape;
import org.turnpike.field.Activation;
import org.turnpike.field.Augmentation;
import org.turnpike.field.ConcatField;
import org.turnpike.field.ConvolutionHead;
import org.turnpike.field.ConvolutionStem;
import org.turnpike.field.ConvolutionalField;
import org.turnpike.field.Energy;
import org.turnpike.field.EnergyFloor;
import org.turnpike.field.Field;
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
import org.turnpike.model.Architecture;
import org.turnpike.objective.IntegralCost;
import org.turnpike.objective.LyapunovLoss;
import org.turnpike.objective.Objective;
import org.turnpike.objective.PathRegulariser;
import org.turnpike.objective.TerminalLoss;
import org.turnpike.program.Smoothing;
import org.turnpike.sensitivity.SmallProblems.Named;

/** Every field and every objective that users can choose; projections and augmentations take turns. */
final class ShippedProblems {

    /** In the name of a problem that pays at grid points, which has a discrete gradient only. */
    static final String GRID = "grid";

    private static final String STEADY_STATES = "steady states";
    private static final int FEATURES = 2;
    private static final Named<Function<Architecture, Objective>> REGULARISED =
            new Named<>("regularised paths", ShippedProblems::regularised);

    private ShippedProblems() {}

    static Stream<Named<BolzaProblem>> all() {
        List<Named<BolzaProblem>> all = new ArrayList<>();
        for (Named<FieldDesign> field : fields()) {
            for (Named<Function<Architecture, Objective>> objective : objectives()) {
                if (!objective.name().equals(STEADY_STATES) || !isTimeDependent(field.value())) {
                    all.add(problem(field, objective, all.size()));
                }
            }
        }
        for (Named<Optional<RandomDirection>> trace : List.of(
                new Named<>("trace", Optional.<RandomDirection>empty()),
                new Named<>("estimated trace", Optional.of(RandomDirection.GAUSSIAN)))) {
            all.add(density(new ConcatField(List.of(3), Activation.TANH), trace));
            all.add(density(new HyperNetworkField(3, List.of(2), Activation.TANH), trace));
            all.add(density(
                    new MlpField(List.of(3, 2), Activation.TANH, EnumSet.of(FieldInput.TIME), Optional.empty()),
                    trace));
        }
        regularised().forEach(problem -> all.add(problem(problem, REGULARISED, all.size())));
        for (Named<FieldDesign> field : fields()) {
            integrals().forEach(objective -> all.add(problem(field, objective, all.size())));
        }
        return all.stream();
    }

    /** Fields with noise, each with every objective. */
    static Stream<Named<BolzaProblem>> stochastic() {
        Energy plain = new Energy(List.of(3), Activation.TANH, EnergyFloor.SQUARE, Set.of());
        Energy controlled = new Energy(List.of(3), Activation.SINE, EnergyFloor.SIGMOID, Set.of(FieldInput.DATA));
        List<Named<BolzaProblem>> all = new ArrayList<>();
        for (Energy energy : List.of(plain, controlled)) {
            Named<FieldDesign> field = new Named<>("stochastic " + energy.floor(), new StochasticField(energy, 4));
            Stream.concat(objectives().stream(), integrals().stream())
                    .forEach(objective -> all.add(problem(field, objective, all.size())));
        }
        return all.stream();
    }

    private static Named<BolzaProblem> density(FieldDesign motion, Named<Optional<RandomDirection>> trace) {
        Architecture architecture = Architecture.density(FEATURES, motion, trace.value(), 0.7);
        Objective objective = Objective.of(new TerminalLoss.NegativeLogLikelihood());
        BolzaProblem problem =
                objective.problem(architecture.encoder(), architecture.vectorField(), architecture.decoder());
        return new Named<>("density by " + motion + " with its " + trace, problem);
    }

    /** Fields of each kind: the regularisers are made of derivatives of the field. */
    private static Stream<Named<FieldDesign>> regularised() {
        Set<String> names = Set.of("deep gelu of t", "sine of u", "deep stable of u", "state-dependent");
        return fields().stream().filter(field -> names.contains(field.name()));
    }

    private static Objective regularised(Architecture architecture) {
        Field field = architecture.vectorField();
        int width = field.stateWidth();
        return Objective.of(new TerminalLoss.SquaredError())
                .plusRunningCost(PathRegulariser.kineticEnergy(0.3, field, width))
                .plusRunningCost(PathRegulariser.jacobianNorm(0.2, field, width, RandomDirection.RADEMACHER))
                .plusRunningCost(PathRegulariser.jacobianNorm(0.1, field, width, RandomDirection.GAUSSIAN));
    }

    /** An image classifier with a stem, over images of 6 × 7, and softplus in place of ReLU. */
    static Named<BolzaProblem> stemmedImages() {
        ConvolutionStem stem = new ConvolutionStem(new ImageShape(1, 6, 7), 2, 1);
        return images(42, stem, stem.state());
    }

    /** An image classifier whose state is the image, and softplus in place of ReLU. */
    static Named<BolzaProblem> plainImages() {
        return images(12, new Projection.Identity(), new ImageShape(2, 3, 2));
    }

    /** An image classifier with ReLU whose convolutions sum up 288 terms. */
    static Named<BolzaProblem> dearImages() {
        ImageShape state = new ImageShape(32, 2, 3);
        Architecture architecture = new Architecture(
                state.size(),
                state.size(),
                new Projection.Identity(),
                new Augmentation.Zeros(0),
                new ConvolutionalField(state, 8, Set.of(FieldInput.TIME)),
                new ConvolutionHead(state, 8),
                2);
        BolzaProblem problem = Objective.of(new TerminalLoss.CrossEntropy())
                .problem(architecture.encoder(), architecture.vectorField(), architecture.decoder());
        return new Named<>("images of 32 channels", problem);
    }

    /** A field with a layer of 260 × 260 and h_x with one of 300. */
    static Named<BolzaProblem> wide() {
        Architecture architecture = new Architecture(
                2,
                3,
                new Projection.Perceptron(List.of(300, 4), Activation.TANH),
                new Augmentation.Zeros(0),
                new MlpField(List.of(260, 260), Activation.TANH, Set.of(FieldInput.TIME), Optional.empty()),
                new Projection.Affine(),
                2);
        BolzaProblem problem = Objective.of(new TerminalLoss.CrossEntropy())
                .problem(architecture.encoder(), architecture.vectorField(), architecture.decoder());
        return new Named<>("wide layers", problem);
    }

    private static Named<BolzaProblem> images(int features, Projection input, ImageShape state) {
        Architecture architecture = new Architecture(
                features,
                state.size(),
                input,
                new Augmentation.Zeros(0),
                new ConvolutionalField(state, 1, Set.of(FieldInput.TIME)),
                new ConvolutionHead(state, 1),
                2);
        BolzaProblem problem = Objective.of(new TerminalLoss.CrossEntropy())
                .problem(architecture.encoder(), architecture.vectorField(), architecture.decoder());
        return new Named<>("images of " + features, smooth(problem));
    }

    /** Networks of ReLUs have kinks, beside which finite differences are wrong in some seeds. */
    private static BolzaProblem smooth(BolzaProblem problem) {
        return new BolzaProblem(
                Smoothing.of(problem.encoder()),
                new Field(Smoothing.of(problem.field().program())),
                problem.runningCost(),
                Smoothing.of(problem.terminalCost()));
    }

    private static Named<BolzaProblem> problem(
            Named<FieldDesign> field, Named<Function<Architecture, Objective>> objective, int turn) {
        Projection input = List.of(
                        new Projection.Identity(),
                        new Projection.Affine(),
                        new Projection.Perceptron(List.of(2), Activation.SILU))
                .get(turn % 3);
        // As many momenta as positions; any other field takes any width.
        int more = field.value() instanceof SecondOrderField ? 2 : 1;
        Augmentation augmentation = List.of(
                        new Augmentation.Zeros(0),
                        new Augmentation.Learned(more, new Projection.Affine()),
                        new Augmentation.Zeros(more),
                        new Augmentation.Learned(more, new Projection.Perceptron(List.of(2), Activation.TANH)))
                .get(turn % 4);
        Projection output = List.of(
                        new Projection.Affine(),
                        new Projection.Perceptron(List.of(2), Activation.SOFTPLUS),
                        new Projection.Identity(),
                        new Projection.Affine(),
                        new Projection.Identity())
                .get(turn % 5);
        Architecture architecture = new Architecture(FEATURES, FEATURES, input, augmentation, field.value(), output, 2);
        BolzaProblem problem = objective
                .value()
                .apply(architecture)
                .problem(architecture.encoder(), architecture.vectorField(), architecture.decoder())
                .shakenBy(architecture.diffusion());
        return new Named<>(field + ", " + objective + ", architecture " + turn, problem);
    }

    private static List<Named<FieldDesign>> fields() {
        Set<FieldInput> none = EnumSet.noneOf(FieldInput.class);
        Set<FieldInput> data = EnumSet.of(FieldInput.DATA);
        return List.of(
                new Named<>("tanh", mlp(List.of(3), Activation.TANH, none)),
                new Named<>("deep gelu of t", mlp(List.of(3, 2), Activation.GELU, EnumSet.of(FieldInput.TIME))),
                new Named<>("sine of u", mlp(List.of(3), Activation.SINE, EnumSet.of(FieldInput.DATA))),
                new Named<>("softplus of t, u", mlp(List.of(3), Activation.SOFTPLUS, EnumSet.allOf(FieldInput.class))),
                new Named<>("affine", mlp(List.of(), Activation.IDENTITY, none)),
                new Named<>(
                        "limited sigmoid",
                        new MlpField(List.of(3), Activation.SIGMOID, none, Optional.of(new SpeedLimit(0.2)))),
                new Named<>("stable", new StableField(List.of(3), Activation.TANH, EnergyFloor.SQUARE, none)),
                new Named<>(
                        "deep stable of u",
                        new StableField(
                                List.of(2, 3), Activation.SILU, EnergyFloor.SIGMOID, EnumSet.of(FieldInput.DATA))),
                new Named<>(
                        "stable softplus", new StableField(List.of(3), Activation.TANH, EnergyFloor.SOFTPLUS, none)),
                new Named<>("diagonal", port(EnergyFloor.SQUARE, none, new StructureMatrix.Diagonal())),
                new Named<>("full of u", port(EnergyFloor.SIGMOID, data, new StructureMatrix.Full())),
                new Named<>(
                        "state-dependent",
                        port(
                                EnergyFloor.SOFTPLUS,
                                none,
                                new StructureMatrix.StateDependent(List.of(2), Activation.SINE))),
                new Named<>(
                        "second-order of u",
                        new SecondOrderField(
                                new Energy(List.of(3), Activation.TANH, EnergyFloor.SQUARE, data),
                                new MomentumCoupling.Damped())),
                new Named<>(
                        "second-order block",
                        new SecondOrderField(
                                new Energy(List.of(3), Activation.SINE, EnergyFloor.SOFTPLUS, none),
                                new MomentumCoupling.Block(0.01))));
    }

    private static FieldDesign port(EnergyFloor floor, Set<FieldInput> inputs, StructureMatrix matrix) {
        return new PortHamiltonianField(new Energy(List.of(3), Activation.TANH, floor, inputs), matrix, 0.01);
    }

    private static List<Named<Function<Architecture, Objective>>> objectives() {
        Objective squared = Objective.of(new TerminalLoss.SquaredError());
        Objective entropy = Objective.of(new TerminalLoss.CrossEntropy());
        Objective still = new Objective(squared.terminal(), 0.5, Optional.empty(), 0.7, 0, 0);
        return List.of(
                new Named<>("cross-entropy", any -> entropy),
                new Named<>("truncated", any -> Objective.of(new TerminalLoss.TruncatedCrossEntropy(0.05))),
                new Named<>("squared error", any -> squared),
                new Named<>(STEADY_STATES, any -> still),
                new Named<>("Lyapunov", lyapunov(entropy.withTerminalWeight(0), LyapunovLoss.Sum.INTEGRAL)),
                new Named<>(GRID + " Lyapunov, combined", lyapunov(squared, LyapunovLoss.Sum.GRID)));
    }

    /** With a rate that no sample keeps: finite differences must not meet the kink. */
    private static Function<Architecture, Objective> lyapunov(Objective objective, LyapunovLoss.Sum sum) {
        LyapunovLoss loss = new LyapunovLoss(6, sum, LyapunovLoss.Potential.DIFFERENTIATED);
        return architecture -> loss.addTo(objective, architecture.vectorField(), architecture.decoder());
    }

    private static List<Named<Function<Architecture, Objective>>> integrals() {
        Objective squared = Objective.of(new TerminalLoss.SquaredError());
        return List.of(
                new Named<>("integral alone", integral(0.8, squared.withTerminalWeight(0))),
                new Named<>("terminal and integral", integral(0.3, Objective.of(new TerminalLoss.CrossEntropy()))));
    }

    private static Function<Architecture, Objective> integral(double weight, Objective objective) {
        return architecture ->
                objective.plusRunningCost(IntegralCost.of(weight, objective.terminal(), architecture.decoder()));
    }

    private static FieldDesign mlp(List<Integer> hidden, Activation activation, Set<FieldInput> inputs) {
        return new MlpField(hidden, activation, inputs, Optional.empty());
    }

    private static boolean isTimeDependent(FieldDesign design) {
        return design instanceof MlpField mlp && mlp.inputs().contains(FieldInput.TIME);
    }
}
