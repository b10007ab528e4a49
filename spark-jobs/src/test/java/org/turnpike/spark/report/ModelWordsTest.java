package org.turnpike.spark.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.turnpike.field.Activation;
import org.turnpike.field.Energy;
import org.turnpike.field.EnergyFloor;
import org.turnpike.field.FieldInput;
import org.turnpike.field.MlpField;
import org.turnpike.field.MomentumCoupling;
import org.turnpike.field.PortHamiltonianField;
import org.turnpike.field.SecondOrderField;
import org.turnpike.field.SpeedLimit;
import org.turnpike.field.StableField;
import org.turnpike.field.StructureMatrix;

class ModelWordsTest {

    private static final Energy ENERGY = new Energy(List.of(8), Activation.TANH, EnergyFloor.SQUARE, Set.of());

    @Test
    void everyFieldHasItsWords() {
        assertThat(ModelWords.field(new MlpField(
                        List.of(16, 8),
                        Activation.TANH,
                        Set.of(FieldInput.TIME, FieldInput.DATA),
                        Optional.of(new SpeedLimit(2)))))
                .isEqualTo("perceptron, hidden 16, 8, tanh, sees t, sees the data, speed at most 2.0");
        assertThat(ModelWords.field(new MlpField(List.of(), Activation.TANH, Set.of(), Optional.empty())))
                .isEqualTo("affine");
        assertThat(ModelWords.field(new StableField(List.of(8), Activation.TANH, EnergyFloor.SQUARE, Set.of())))
                .isEqualTo("descent of an energy, perceptron, hidden 8, tanh");
        assertThat(ModelWords.field(new PortHamiltonianField(
                        ENERGY, new StructureMatrix.StateDependent(List.of(), Activation.TANH), 0.1)))
                .isEqualTo("port-Hamiltonian flow (state dependent) of an energy, perceptron, hidden 8, tanh");
        assertThat(ModelWords.field(new SecondOrderField(ENERGY, new MomentumCoupling.Damped())))
                .isEqualTo("second-order flow (damped) of an energy, perceptron, hidden 8, tanh");
    }
}
