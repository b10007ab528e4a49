package org.turnpike.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.turnpike.execution.ProgramRunner;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.field.Field;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

class ObjectiveTest {

    private static final TerminalLoss LOSS = new TerminalLoss.SquaredError();

    @Test
    void addsTheSpeedAtTheEndToTheTerminalCost() {
        Objective objective = new Objective(LOSS, 2, Optional.empty(), 0.01, 0, 0);
        Program cost = objective.problem(encoder(), doubling(), decoder()).terminalCost();
        Map<String, double[]> result = ProgramRunner.run(
                new ReferenceBackend(1), cost, Map.of("z", new double[] {3, 4}, "target", new double[] {1}));
        assertThat(result.get("cost")[0]).isCloseTo(2 * (3 - 1) * (3 - 1) + 0.01 * (36 + 64), within(1e-14));
        assertThat(result.get("prediction")).containsExactly(3);
    }

    @Test
    void aTerminalLossOfNoWeightOnlyPredicts() {
        Objective objective = new Objective(LOSS, 0, Optional.empty(), 0, 0, 0);
        Program cost = objective.problem(encoder(), doubling(), decoder()).terminalCost();
        assertThat(cost.inputs()).containsExactly("z");
    }

    @Test
    void penalisesTimeAndWeightsInClosedForm() {
        Objective objective = new Objective(LOSS, 1, Optional.empty(), 0, 0.5, 0.1);
        assertThat(objective.penalty(1, 3, 8)).isCloseTo(0.5 * 2 + 0.05 * 8, within(1e-15));
        assertThat(Objective.of(LOSS).withTimePenalty(2).penalty(0, 0.25, 9)).isEqualTo(0.5);
    }

    @Test
    void refusesASteadyStateOfAFieldThatDependsOnTime() {
        ProgramBuilder builder = new ProgramBuilder();
        Value z = builder.input("z", 2);
        builder.output("dz", builder.scaleRows(builder.input("t", 1), z));
        Field field = new Field(builder.build());
        Objective objective = new Objective(LOSS, 1, Optional.empty(), 0.01, 0, 0);
        assertThatThrownBy(() -> objective.problem(encoder(), field, decoder()))
                .hasMessageContaining("needs a field that does not depend on time")
                .hasMessageContaining("Set its weight to 0");
    }

    @Test
    void refusesNegativeWeights() {
        assertThatThrownBy(() -> new Objective(LOSS, 1, Optional.empty(), 0, -1, 0))
                .hasMessage("The time penalty must be a finite number of at least 0, found -1.0; 0 leaves it out.");
        assertThatThrownBy(() -> new Objective(LOSS, 1, Optional.empty(), 0, 0, Double.NaN))
                .hasMessage("The weight decay must be a finite number of at least 0, found NaN; 0 leaves it out.");
    }

    private static Program encoder() {
        ProgramBuilder builder = new ProgramBuilder();
        return builder.output("z0", builder.input("x", 2)).build();
    }

    private static Field doubling() {
        ProgramBuilder builder = new ProgramBuilder();
        return new Field(
                builder.output("dz", builder.scale(2, builder.input("z", 2))).build());
    }

    private static Program decoder() {
        ProgramBuilder builder = new ProgramBuilder();
        return builder.output("output", builder.slice(builder.input("z", 2), 0, 1))
                .build();
    }
}
