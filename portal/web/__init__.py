"""Pages and API: who may, form, one service call, answer. Sees no session, holds no rule."""
