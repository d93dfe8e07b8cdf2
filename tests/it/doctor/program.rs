//! The real `ringsidectl doctor`, alone and through a companion that runs.
