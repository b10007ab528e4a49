package org.turnpike.training.stage;

import org.turnpike.model.NeuralOde;
import org.turnpike.objective.LyapunovLoss;
import org.turnpike.objective.Objective;

/**
 * The stage {@code combined}: {@code ℓ = ℓ_lya + λ₁Φ + λ₂(t_f − t0)}, weights and terminal time learned together (DEEP App.
 * F.2).
 *
 * @param objective with λ₁ as the weight of its terminal loss, which is the potential too, and λ₂ as its time penalty
 */
public record Combined(TrainingSettings settings, Objective objective, LyapunovLoss loss, LearnedTime time)
        implements TimeLearningStage {

    @Override
    public String name() {
        return "combined";
    }

    @Override
    public Objective objective(NeuralOde model) {
        return loss.addTo(
                objective,
                model.architecture().vectorField(),
                model.architecture().decoder());
    }
}
