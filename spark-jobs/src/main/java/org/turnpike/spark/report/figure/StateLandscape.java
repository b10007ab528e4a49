package org.turnpike.spark.report.figure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.turnpike.execution.Parameters;
import org.turnpike.field.DissipativeDesign;
import org.turnpike.model.Architecture;
import org.turnpike.program.Program;

/**
 * What a model makes of every point of a two-dimensional state space: the class that it reads out there, where its field leads
 * to, and for a dissipative one the energy, unless that depends on the data too.
 */
final class StateLandscape {

    private static final int RESOLUTION = 64;
    private static final int ARROWS = 15;
    private static final int ARROW_DEPTHS = 11;

    private final Subject subject;
    private final Extent extent;

    private StateLandscape(Subject subject, Extent extent) {
        this.subject = subject;
        this.extent = extent;
    }

    static StateLandscape of(Subject subject, Extent extent) {
        return new StateLandscape(subject, extent);
    }

    void addTo(ObjectNode figure) {
        double[][] grid = extent.grid(RESOLUTION);
        figure.put("resolution", RESOLUTION);
        if (subject.isClassification()) {
            figure.put("readOut", Raster.ofProbabilities(subject.atWork().predictions(grid)));
        }
        energy(grid).ifPresent(energy -> figure.set("energy", energy));
        if (subject.atWork().field().controlWidth() == 0) {
            figure.set("arrows", arrows());
        }
    }

    private ObjectNode arrows() {
        ModelAtWork model = subject.atWork();
        double[] depths = model.depths(ARROW_DEPTHS);
        if (!model.field().isTimeDependent()) {
            depths = Arrays.copyOf(depths, 1);
        }
        double[][] places = extent.grid(ARROWS);
        ArrayNode frames = Json.array();
        for (double depth : depths) {
            double[][] velocities = model.velocities(places, depth);
            frames.add(Json.drawn(
                    Arrays.stream(velocities).flatMapToDouble(Arrays::stream).toArray()));
        }
        ObjectNode arrows = Json.object().put("across", ARROWS);
        arrows.set("depths", Json.read(depths));
        arrows.set("frames", frames);
        return arrows;
    }

    private Optional<ObjectNode> energy(double[][] grid) {
        Architecture architecture = subject.model().architecture();
        if (!(architecture.field() instanceof DissipativeDesign design)) {
            return Optional.empty();
        }
        Program program = design.energy(architecture.stateWidth(), architecture.features());
        if (program.hasLeaf("u")) {
            return Optional.empty();
        }
        Parameters parameters =
                subject.compute().backend().newParameters(subject.model().layout());
        parameters.set(subject.model().weights());
        double[][] energies = new RowProgram(subject.compute().backend(), parameters, program, "energy")
                .apply(grid.length, Map.of("z", grid));
        double low =
                Arrays.stream(energies).mapToDouble(value -> value[0]).min().orElse(0);
        double high =
                Arrays.stream(energies).mapToDouble(value -> value[0]).max().orElse(1);
        ObjectNode energy = Json.object().put("picture", Raster.ofValues(energies, low, high > low ? high : low + 1));
        energy.set("range", Json.read(new double[] {low, high}));
        return Optional.of(energy);
    }
}
