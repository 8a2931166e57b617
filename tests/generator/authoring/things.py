"""A small specification that learns, and lines of drift logs about it."""

from __future__ import annotations

from typing import Any

ROOT = """\
openapi: 3.1.0
info: {title: Things, version: 1.0.0}
x-acme-path-files:
  - paths/things.yaml
"""
PATHS = """\
# Things.

/things:
  get:
    operationId: things.list
    x-acme-pagination: {style: page, items: list, count: pagination.count, more: hasMore, page: page, pageSize: pageSize}
    responses:
      '200':
        description: A page of things.
        content:
          application/json:
            schema:
              $ref: ../schemas/things.yaml#/ThingList
  post:
    operationId: things.create
    requestBody:
      content:
        application/json:
          schema:
            $ref: ../schemas/things.yaml#/ThingInput
    responses:
      '200':
        description: All things.
        content:
          application/json:
            schema:
              type: array
              items:
                $ref: ../schemas/things.yaml#/Thing
            examples:
              response:
                value: [{label: a, size: 7, parts: [{name: b}], extra: '2026-01-01', made: {at: 1}}]
  delete:
    operationId: things.delete
    responses:
      '204':
        description: Gone.

/things/special:
  get:
    operationId: things.special
    responses:
      default:
        description: Anything.
      '200':
        description: A special thing.
        content:
          text/csv:
            schema:
              type: string
          application/json:
            schema:
              $ref: ../schemas/things.yaml#/Special
            examples:
              none:
                value: [7]

/things/{id}:
  get:
    operationId: things.get

    responses:
      '200':
        description: A thing.
        content:
          application/json:
            schema:
              $ref: ../schemas/things.yaml#/Thing
"""
SCHEMAS = """\
# What things are.

ThingList:
  type: object
  description: A page.
  properties:
    list:
      type: array
      description: The things.
      items:
        $ref: '#/Thing'
    pagination:
      $ref: '#/Pagination'

Pagination:
  type: object
  description: Where a page stands.
  properties:
    count:
      type: integer
      description: How many there are.

Thing:
  type: object
  description: A thing.
  required: [label]
  properties:
    label:
      type: string  # as people call it
      description: What it is called.
    size:
      type: integer
      description: How large it is.
    weight:
      type: integer
      description: How heavy it is.
      examples: [7]
    made:
      type: string
      format: date-time
      description: When it was made.
    state:
      $ref: '#/State'
    maker:
      $ref: '#/Maker'
    colour:
      anyOf:
        - type: string
        - type: integer
      description: What it looks like.
    input:
      $ref: '#/ThingInput'
    parts:
      type: array
      description: What it is made of.
      items:
        $ref: '#/Maker'

ThingInput:
  type: object
  description: What is sent.
  properties:
    code:
      type: string
      description: Its code.
      examples: [A7]

State:
  description: Where a thing stands.
  anyOf:
    - type: string
      enum: [NEW, 'OLD']
    - type: string

Special:
  type: object
  description: A thing with a mark.
  allOf:
    - $ref: '#/Thing'
  required: [mark, other]
  properties:
    mark:
      type: string
      description: How it is marked.

Maker:
  type: object
  description: Who made it; no source shows its fields.
"""

FILES = {"paths/things": PATHS, "schemas/things": SCHEMAS, "openapi": ROOT}


def line(path: str, shape: Any, kind: str = "other type", **changes: Any) -> dict[str, Any]:
    """Return a line of a drift log."""
    return {
        "operation": "things.get", "status": 200, "schema": "Thing", "path": path, "kind": kind,
        "expected": "", "found": "", "shape": shape, "times": 1, "answers": 1, "as_specified": 0,
        "answers_in_all": 9, "day": "2026-11-29", **changes,
    }  # fmt: skip
