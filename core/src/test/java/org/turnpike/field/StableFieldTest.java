package org.turnpike.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.turnpike.execution.ProgramRunner;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

class StableFieldTest {

    private static final int ROWS = 25;

    @ParameterizedTest
    @EnumSource
    void descendsTheEnergysGradient(EnergyFloor floor) {
        StableField design = new StableField(List.of(6, 5), Activation.TANH, floor, Set.of(FieldInput.DATA));
        Program energy = design.energy(2, 1);
        ProgramRunner energyAt = new ProgramRunner(new ReferenceBackend(ROWS), energy);
        Map<String, double[]> arguments = ProgramRunner.randomArguments(energy, ROWS, new Random(5), -1, 1);
        double[] dz = ProgramRunner.run(
                        new ReferenceBackend(ROWS), design.field(2, 1).program(), arguments)
                .get("dz");
        double h = 1e-5;
        for (int i = 0; i < dz.length; i++) {
            double[] higher = energyAt.run(moved(arguments, i, h)).get("energy");
            double[] lower = energyAt.run(moved(arguments, i, -h)).get("energy");
            assertThat(dz[i])
                    .isCloseTo(-(higher[i % ROWS] - lower[i % ROWS]) / (2 * h), within(1e-8 * (1 + Math.abs(dz[i]))));
        }
    }

    /** SNF Prop. 1 on random weights and states; every step of 0.005 of Euler's method, on 400 solutions. */
    @ParameterizedTest
    @EnumSource
    void neverRaisesTheEnergyAlongASolution(EnergyFloor floor) {
        StableField design = new StableField(List.of(8, 8), Activation.SOFTPLUS, floor, Set.of(FieldInput.DATA));
        ProgramRunner energyAt = new ProgramRunner(new ReferenceBackend(ROWS), design.energy(3, 2));
        ProgramRunner fieldAt =
                new ProgramRunner(new ReferenceBackend(ROWS), design.field(3, 2).program());
        for (int seed = 0; seed < 16; seed++) {
            Map<String, double[]> arguments =
                    ProgramRunner.randomArguments(design.energy(3, 2), ROWS, new Random(seed), -1, 1);
            double[] energy = energyAt.run(arguments).get("energy");
            for (int step = 0; step < 40; step++) {
                double[] dz = fieldAt.run(arguments).get("dz");
                double[] z = arguments.get("z");
                for (int i = 0; i < z.length; i++) {
                    z[i] += 0.005 * dz[i];
                }
                double[] next = energyAt.run(arguments).get("energy");
                for (int lane = 0; lane < ROWS; lane++) {
                    assertThat(next[lane])
                            .as("seed %s, step %s, lane %s", seed, step, lane)
                            .isLessThanOrEqualTo(energy[lane] * (1 + 1e-12));
                }
                energy = next;
            }
        }
    }

    @Test
    void refusesActivationsThatAreNotSmooth() {
        assertThatThrownBy(() -> new StableField(List.of(4), Activation.RELU, EnergyFloor.SQUARE, Set.of()))
                .hasMessage(
                        "The energy of a stable flow must be infinitely differentiable, found the activation RELU. Choose"
                                + " one of [IDENTITY, TANH, SIGMOID, SOFTPLUS, GELU, SILU, SINE].");
    }

    @Test
    void refusesAnEnergyThatDependsOnTime() {
        assertThatThrownBy(
                        () -> new StableField(List.of(4), Activation.TANH, EnergyFloor.SQUARE, Set.of(FieldInput.TIME)))
                .hasMessageContaining("must not depend on time")
                .hasMessageContaining("Leave out TIME.");
    }

    @Test
    void anySmoothProgramOfOneNumberMayBeAnEnergy() {
        ProgramBuilder builder = new ProgramBuilder();
        Value z = builder.input("z", 2);
        Field field = StableField.descending(
                builder.output("energy", builder.scale(0.5, builder.dot(z, z))).build());
        double[] dz = ProgramRunner.run(new ReferenceBackend(1), field.program(), Map.of("z", new double[] {3, -4}))
                .get("dz");
        assertThat(dz).containsExactly(-3, 4);
    }

    @Test
    void refusesAnEnergyWithAKinkOrOfSeveralNumbers() {
        ProgramBuilder kink = new ProgramBuilder();
        Value z = kink.input("z", 1);
        kink.output("energy", kink.absolute(z));
        assertThatThrownBy(() -> StableField.descending(kink.build()))
                .hasMessageContaining("must be infinitely differentiable, found the operation ABSOLUTE");
        ProgramBuilder wide = new ProgramBuilder();
        wide.output("energy", wide.input("z", 2));
        assertThatThrownBy(() -> StableField.descending(wide.build()))
                .hasMessage("An energy must be one number per sample, found 2");
    }

    private static Map<String, double[]> moved(Map<String, double[]> arguments, int index, double by) {
        Map<String, double[]> moved = new HashMap<>(arguments);
        double[] z = arguments.get("z").clone();
        z[index] += by;
        moved.put("z", z);
        return moved;
    }
}
