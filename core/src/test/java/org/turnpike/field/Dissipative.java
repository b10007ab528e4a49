package org.turnpike.field;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.turnpike.execution.ProgramRunner;
import org.turnpike.program.Differentiation;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/** Every design of a dissipative flow times every floor of its energy, for the tests of what all of them promise. */
public final class Dissipative {

    public static final int STATE = 4;
    public static final int DATA = 2;
    public static final double MARGIN = 1e-3;

    private Dissipative() {}

    /** Deep and shallow, data-dependent and not, in turns. */
    public static Stream<DissipativeDesign> designs() {
        List<DissipativeDesign> designs = new ArrayList<>();
        for (EnergyFloor floor : EnergyFloor.values()) {
            Energy energy = new Energy(List.of(6, 5), Activation.TANH, floor, Set.of());
            Energy controlled = new Energy(List.of(8), Activation.SOFTPLUS, floor, Set.of(FieldInput.DATA));
            designs.add(new StableField(List.of(6, 5), Activation.TANH, floor, Set.of(FieldInput.DATA)));
            matrices()
                    .forEach(matrix -> designs.add(new PortHamiltonianField(
                            matrix instanceof StructureMatrix.Full ? controlled : energy, matrix, MARGIN)));
            designs.add(new SecondOrderField(controlled, new MomentumCoupling.Damped()));
            designs.add(new SecondOrderField(energy, new MomentumCoupling.Damped()));
            designs.add(new SecondOrderField(controlled, new MomentumCoupling.Block(MARGIN)));
            designs.add(new SecondOrderField(energy, new MomentumCoupling.Block(MARGIN)));
        }
        return designs.stream();
    }

    public static Stream<StructureMatrix> matrices() {
        return Stream.of(
                new StructureMatrix.Diagonal(),
                new StructureMatrix.Full(),
                new StructureMatrix.StateDependent(List.of(7), Activation.TANH),
                new StructureMatrix.StateDependent(List.of(), Activation.IDENTITY));
    }

    /** {@code dε/dt} along the field: inputs z and u; output rate, rows(1). */
    static Program rate(DissipativeDesign design) {
        Program tangent = Differentiation.jvp(design.energy(STATE, DATA), List.of("z"));
        ProgramBuilder builder = new ProgramBuilder();
        Value dz = builder.inline(design.field(STATE, DATA).program(), Map.of()).get("dz");
        Value rate = builder.inline(tangent, Map.of(Differentiation.tangent("z"), dz))
                .get(Differentiation.tangent("energy"));
        return builder.output("rate", rate).build();
    }

    /** States, data and parameters for field and energy, uniform on [−2, 2). */
    static Map<String, double[]> arguments(DissipativeDesign design, int rows, long seed) {
        return ProgramRunner.randomArguments(rate(design), rows, new Random(seed), -2, 2);
    }
}
