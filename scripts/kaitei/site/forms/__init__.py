"""The request form as a PDF to print and fill in, out of the facts frozen with a procedure."""

from kaitei.site.forms.form import FILE, address, forms, of_revision

__all__ = ["FILE", "address", "forms", "of_revision"]
