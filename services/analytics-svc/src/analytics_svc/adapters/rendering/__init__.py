"""A report as a page and a workbook, made in a limited process of its own."""

from analytics_svc.adapters.rendering.renderer import Rendered, Renderer, RenderFailed

__all__ = ["RenderFailed", "Rendered", "Renderer"]
