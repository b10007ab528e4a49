package org.turnpike.spark.job.file;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.turnpike.field.Activation;
import org.turnpike.field.ConcatField;
import org.turnpike.field.Energy;
import org.turnpike.field.EnergyFloor;
import org.turnpike.field.FieldDesign;
import org.turnpike.field.FieldInput;
import org.turnpike.field.HyperNetworkField;
import org.turnpike.field.MlpField;
import org.turnpike.field.MomentumCoupling;
import org.turnpike.field.PortHamiltonianField;
import org.turnpike.field.SecondOrderField;
import org.turnpike.field.SpeedLimit;
import org.turnpike.field.StableField;
import org.turnpike.field.StochasticField;
import org.turnpike.field.StructureMatrix;
import org.turnpike.spark.failure.UserError;

/** The keys of the block {@code model} that describe the field. */
final class JobField {
    private final Settings job;
    private final Settings model;

    JobField(Settings job) {
        this.job = job;
        this.model = job.block("model");
    }

    /** @throws UserError where settings do not fit together */
    FieldDesign design() {
        String kind = model.text("field");
        if (kind.equals("mlp")) {
            return job.made("model", this::mlp);
        }
        if (model.optionalNumber("speed-bound").isPresent()) {
            throw model.error("speed-bound", "none with model.field = " + kind, "Leave it out, or choose mlp.");
        }
        if (kind.equals("concat") || kind.equals("hyper-network")) {
            return timeDependent(kind);
        }
        if (model.truth("time-dependent")) {
            throw model.error(
                    "time-dependent",
                    "false with model.field = " + kind,
                    "An energy that changes with time would not only fall: leave it out, or choose mlp.");
        }
        return job.made("model", () -> dissipative(kind));
    }

    private FieldDesign mlp() {
        OptionalDouble bound = model.optionalNumber("speed-bound");
        Optional<SpeedLimit> limit =
                bound.isPresent() ? Optional.of(new SpeedLimit(bound.getAsDouble())) : Optional.empty();
        return new MlpField(hidden("hidden"), activation(), inputs(), limit);
    }

    /** A field that sees the time whether or not it is asked to. */
    private FieldDesign timeDependent(String kind) {
        if (model.truth("data-controlled")) {
            throw model.error("data-controlled", "false with model.field = " + kind, "Leave it out, or choose mlp.");
        }
        if (kind.equals("concat")) {
            return new ConcatField(hidden("hidden"), activation());
        }
        if (hidden("hidden").size() != 1) {
            throw model.error(
                    "hidden", "one width with model.field = " + kind, "Write model.hidden = [64], for instance.");
        }
        return new HyperNetworkField(hidden("hidden").get(0), hidden("hyper-hidden"), activation());
    }

    private FieldDesign dissipative(String kind) {
        EnergyFloor floor = model.constant(EnergyFloor.class, "energy-floor");
        if (kind.equals("stable")) {
            return new StableField(hidden("hidden"), activation(), floor, inputs());
        }
        Energy energy = new Energy(hidden("hidden"), activation(), floor, inputs());
        return switch (kind) {
            case "port-hamiltonian" -> new PortHamiltonianField(energy, structure(), model.number("margin"));
            case "second-order" -> new SecondOrderField(energy, coupling());
            default -> new StochasticField(energy, model.number("inverse-temperature"));
        };
    }

    private StructureMatrix structure() {
        return switch (model.text("structure")) {
            case "full" -> new StructureMatrix.Full();
            case "state-dependent" -> new StructureMatrix.StateDependent(hidden("structure-hidden"), activation());
            default -> new StructureMatrix.Diagonal();
        };
    }

    private MomentumCoupling coupling() {
        return model.text("coupling").equals("damped")
                ? new MomentumCoupling.Damped()
                : new MomentumCoupling.Block(model.number("margin"));
    }

    private Set<FieldInput> inputs() {
        Set<FieldInput> inputs = EnumSet.noneOf(FieldInput.class);
        if (model.truth("time-dependent")) {
            inputs.add(FieldInput.TIME);
        }
        if (model.truth("data-controlled")) {
            inputs.add(FieldInput.DATA);
        }
        return inputs;
    }

    private Activation activation() {
        return model.constant(Activation.class, "activation");
    }

    private List<Integer> hidden(String key) {
        return Arrays.stream(model.counts(key)).boxed().toList();
    }
}
