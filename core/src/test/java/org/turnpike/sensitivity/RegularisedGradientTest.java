package org.turnpike.sensitivity;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.turnpike.field.Activation;
import org.turnpike.field.Augmentation;
import org.turnpike.field.FieldDesign;
import org.turnpike.field.FieldInput;
import org.turnpike.field.MlpField;
import org.turnpike.field.Projection;
import org.turnpike.model.Architecture;
import org.turnpike.objective.LyapunovLoss;
import org.turnpike.objective.LyapunovSampling;
import org.turnpike.objective.Objective;
import org.turnpike.objective.TaylorRegulariser;
import org.turnpike.objective.TerminalLoss;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepRule;
import org.turnpike.solver.Tableaux;

/** Finite differences, to 1e-6, through losses that pay for the K-th derivative of solutions, or for states that are drawn. */
class RegularisedGradientTest {

    @TestFactory
    Stream<DynamicTest> everyOrder() {
        SolverSettings steps = new SolverSettings.FixedSteps(Tableaux.RK4, new StepRule.Size(0.3));
        SolverSettings shortSteps = new SolverSettings.FixedSteps(Tableaux.TSIT5, new StepRule.Size(0.04));
        return IntStream.rangeClosed(TaylorRegulariser.LEAST_ORDER, TaylorRegulariser.MOST_ORDER)
                .boxed()
                .flatMap(order -> fields().entrySet().stream()
                        .flatMap(field -> Stream.of(
                                test(field, order, steps, GradientMethod.DISCRETE),
                                test(field, order, shortSteps, GradientMethod.INTERPOLATED))));
    }

    /** The state stays where it is and the cost is that of random ones; kinks of the maximum have no derivative. */
    @TestFactory
    Stream<DynamicTest> statesThatAreDrawn() {
        SolverSettings one = new SolverSettings.FixedSteps(Tableaux.EULER, new StepRule.Count(1));
        LyapunovLoss loss = new LyapunovLoss(2, LyapunovLoss.Sum.INTEGRAL, LyapunovLoss.Potential.DIFFERENTIATED);
        return fields().entrySet().stream()
                .flatMap(field -> Stream.of(LyapunovSampling.Centre.values()).map(centre -> {
                    Architecture architecture = architecture(field.getValue());
                    BolzaProblem problem = new LyapunovSampling(loss, 3, centre, 1.5)
                            .problem(
                                    new TerminalLoss.CrossEntropy(),
                                    architecture.encoder(),
                                    architecture.vectorField(),
                                    architecture.decoder(),
                                    0.2,
                                    0.87);
                    return DynamicTest.dynamicTest(
                            field.getKey() + ", states around the " + centre,
                            () -> FiniteDifferenceTest.assertDirectional(
                                    new GradientCheck(problem, one, GradientMethod.DISCRETE, 11)));
                }));
    }

    private static DynamicTest test(
            Map.Entry<String, FieldDesign> field, int order, SolverSettings solver, GradientMethod method) {
        return DynamicTest.dynamicTest(
                field.getKey() + ", order " + order + ", " + method,
                () -> FiniteDifferenceTest.assertDirectional(
                        new GradientCheck(problem(field.getValue(), order), solver, method, 11)));
    }

    private static BolzaProblem problem(FieldDesign field, int order) {
        Architecture architecture = architecture(field);
        return Objective.of(new TerminalLoss.CrossEntropy())
                .plusRunningCost(new TaylorRegulariser(order, 0.02).runningCost(architecture.vectorField()))
                .problem(architecture.encoder(), architecture.vectorField(), architecture.decoder());
    }

    private static Architecture architecture(FieldDesign field) {
        return new Architecture(
                2, 2, new Projection.Affine(), new Augmentation.Zeros(1), field, new Projection.Affine(), 2);
    }

    private static Map<String, FieldDesign> fields() {
        return Map.of(
                "tanh", mlp(Activation.TANH, Set.of()),
                "softplus of t, u", mlp(Activation.SOFTPLUS, EnumSet.allOf(FieldInput.class)));
    }

    private static FieldDesign mlp(Activation activation, Set<FieldInput> inputs) {
        return new MlpField(List.of(3), activation, inputs, Optional.empty());
    }
}
