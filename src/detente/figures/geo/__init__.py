"""Shapes of land for drawing, the projections they are drawn in, and the places that more than one side claims."""
