from .add_ons import AddOn as AddOn
from .add_ons import AddOnConsumption as AddOnConsumption
from .add_ons import AddOnList as AddOnList
from .add_ons import AddOnType as AddOnType
from .carts import CartItem as CartItem
from .carts import CartItemType as CartItemType
from .carts import ShoppingCart as ShoppingCart
from .check_ins import CheckInByBarcode as CheckInByBarcode
from .check_ins import CheckInResult as CheckInResult
from .check_ins import CheckInUndo as CheckInUndo
from .check_ins import TicketCheckIn as TicketCheckIn
from .check_ins import TicketCheckInResult as TicketCheckInResult
from .check_ins import TicketsCheckIn as TicketsCheckIn
from .checkout import B2bCheckoutInput as B2bCheckoutInput
from .checkout import CardBrand as CardBrand
from .checkout import CheckoutInput as CheckoutInput
from .checkout import CheckoutMembership as CheckoutMembership
from .checkout import PaymentMethod as PaymentMethod
from .combos import ComboItem as ComboItem
from .combos import ComboItemAddOn as ComboItemAddOn
from .combos import ComboItemEvent as ComboItemEvent
from .combos import ComboItemTicket as ComboItemTicket
from .combos import ComboItemType as ComboItemType
from .combos import ComboPartType as ComboPartType
from .combos import ComboReviewState as ComboReviewState
from .combos import ComboTemplate as ComboTemplate
from .combos import ComboTemplatePart as ComboTemplatePart
from .combos import ComboTemplateParts as ComboTemplateParts
from .combos import ComboTemplateType as ComboTemplateType
from .combos import PriceSplit as PriceSplit
from .common import ColorCategory as ColorCategory
from .common import CustomField as CustomField
from .common import Image as Image
from .common import Pagination as Pagination
from .common import SaleChannel as SaleChannel
from .common import SaleChannelSetting as SaleChannelSetting
from .common import SortDirection as SortDirection
from .common import YesNo as YesNo
from .coupons import Coupon as Coupon
from .customers import Address as Address
from .customers import Customer as Customer
from .customers import CustomerList as CustomerList
from .customers import CustomerMembership as CustomerMembership
from .customers import CustomerSearchPayload as CustomerSearchPayload
from .customers import CustomerSearchResult as CustomerSearchResult
from .discounts import Discount as Discount
from .discounts import DiscountedPriceList as DiscountedPriceList
from .discounts import DiscountList as DiscountList
from .discounts import DiscountValue as DiscountValue
from .entitlements import AppliedRule as AppliedRule
from .entitlements import EntitlementReason as EntitlementReason
from .entitlements import EntitlementResult as EntitlementResult
from .entitlements import EntitlementRuleResult as EntitlementRuleResult
from .entitlements import EntitlementRuleType as EntitlementRuleType
from .entitlements import EntitlementTimeFrame as EntitlementTimeFrame
from .entitlements import EntitlementViolation as EntitlementViolation
from .errors import Error as Error
from .event_searches import CustomFieldSearch as CustomFieldSearch
from .event_searches import CustomFieldValues as CustomFieldValues
from .event_searches import EventSummaryMatches as EventSummaryMatches
from .event_searches import EventSummarySearch as EventSummarySearch
from .event_searches import SearchOperator as SearchOperator
from .event_template_summaries import EventTemplateSummary as EventTemplateSummary
from .event_template_summaries import EventTemplateSummaryList as EventTemplateSummaryList
from .event_template_summaries import OnlineEventTemplateSummary as OnlineEventTemplateSummary
from .event_template_summaries import SlimEventTemplate as SlimEventTemplate
from .event_templates import EntitlementConfiguration as EntitlementConfiguration
from .event_templates import EventTemplate as EventTemplate
from .event_templates import ImageSize as ImageSize
from .event_templates import MembershipDiscount as MembershipDiscount
from .event_templates import MembershipLevelName as MembershipLevelName
from .event_templates import ReviewState as ReviewState
from .event_templates import RuleSets as RuleSets
from .event_templates import TemplateMembership as TemplateMembership
from .events import AdmissionType as AdmissionType
from .events import Event as Event
from .events import EventFieldStatus as EventFieldStatus
from .events import EventList as EventList
from .events import EventOriginalFields as EventOriginalFields
from .events import EventResource as EventResource
from .events import EventResourceSummary as EventResourceSummary
from .events import EventState as EventState
from .events import EventStatement as EventStatement
from .events import EventStatementList as EventStatementList
from .events import EventSummary as EventSummary
from .events import EventSummaryList as EventSummaryList
from .events import EventType as EventType
from .events import EventTypeFilter as EventTypeFilter
from .events import FieldStatus as FieldStatus
from .events import ResourceCategorySummary as ResourceCategorySummary
from .events import TicketConfig as TicketConfig
from .forms import Form as Form
from .forms import FormAnswer as FormAnswer
from .forms import FormDisplay as FormDisplay
from .forms import FormPreferences as FormPreferences
from .forms import FormResponse as FormResponse
from .forms import FormResponseData as FormResponseData
from .forms import FormResponseField as FormResponseField
from .forms import FormResponseList as FormResponseList
from .forms import FormSource as FormSource
from .forms import FormState as FormState
from .forms import FormType as FormType
from .forms import PublishedForm as PublishedForm
from .locks import LockResult as LockResult
from .member_verification import MembershipExistence as MembershipExistence
from .member_verification import MemberVerification as MemberVerification
from .member_verification import VerificationStatus as VerificationStatus
from .membership_cards import CardStanding as CardStanding
from .membership_cards import CardStatus as CardStatus
from .membership_cards import MembershipCard as MembershipCard
from .membership_cards import MembershipCardMail as MembershipCardMail
from .membership_cards import PrintStatus as PrintStatus
from .membership_checkouts import CheckoutValidation as CheckoutValidation
from .membership_checkouts import MembershipAction as MembershipAction
from .membership_conversions import AutorenewalType as AutorenewalType
from .membership_conversions import CentAmount as CentAmount
from .membership_conversions import ConversionCard as ConversionCard
from .membership_conversions import ConversionCardBrand as ConversionCardBrand
from .membership_conversions import ConversionCardType as ConversionCardType
from .membership_conversions import ConversionMembership as ConversionMembership
from .membership_conversions import ConversionPayment as ConversionPayment
from .membership_conversions import ConversionPaymentType as ConversionPaymentType
from .membership_conversions import ConvertedItem as ConvertedItem
from .membership_conversions import MembershipConversion as MembershipConversion
from .membership_levels import MembershipBenefit as MembershipBenefit
from .membership_levels import MembershipLevel as MembershipLevel
from .membership_levels import MembershipLevelAction as MembershipLevelAction
from .membership_levels import MembershipLevelGroup as MembershipLevelGroup
from .membership_levels import MembershipLevelList as MembershipLevelList
from .membership_levels import MembershipOffering as MembershipOffering
from .membership_levels import MembershipRules as MembershipRules
from .membership_purchases import CardType as CardType
from .membership_purchases import Gifter as Gifter
from .membership_purchases import MembershipCardInput as MembershipCardInput
from .membership_purchases import MembershipInfo as MembershipInfo
from .membership_summaries import MembershipSortField as MembershipSortField
from .membership_summaries import MembershipSummary as MembershipSummary
from .membership_summaries import MembershipSummaryList as MembershipSummaryList
from .membership_summaries import MembershipSummaryPage as MembershipSummaryPage
from .memberships import Membership as Membership
from .memberships import MembershipEntitlement as MembershipEntitlement
from .memberships import MembershipPage as MembershipPage
from .memberships import MembershipStanding as MembershipStanding
from .online_calendars import Calendar as Calendar
from .online_calendars import CalendarDay as CalendarDay
from .online_calendars import EventTemplateTimes as EventTemplateTimes
from .online_calendars import EventTime as EventTime
from .order_updates import OrderEmail as OrderEmail
from .order_updates import OrderItemUpdate as OrderItemUpdate
from .order_updates import OrderPayment as OrderPayment
from .order_updates import OrderUpdate as OrderUpdate
from .orders import CheckInStatus as CheckInStatus
from .orders import Order as Order
from .orders import OrderItem as OrderItem
from .orders import OrderItemType as OrderItemType
from .orders import OrderList as OrderList
from .orders import TicketDelivery as TicketDelivery
from .organizations import Organization as Organization
from .organizations import OrganizationAccount as OrganizationAccount
from .organizations import OrganizationAddress as OrganizationAddress
from .organizations import OrganizationAddressList as OrganizationAddressList
from .organizations import OrganizationContact as OrganizationContact
from .organizations import OrganizationContactList as OrganizationContactList
from .organizations import OrganizationInput as OrganizationInput
from .person_types import PersonType as PersonType
from .person_types import PersonTypeFilter as PersonTypeFilter
from .person_types import PersonTypeKind as PersonTypeKind
from .person_types import PersonTypeShare as PersonTypeShare
from .price_lists import Price as Price
from .price_lists import PriceList as PriceList
from .rebookings import RebookAddress as RebookAddress
from .rebookings import RebookFeeCount as RebookFeeCount
from .rebookings import RebookingFee as RebookingFee
from .rebookings import RebookInput as RebookInput
from .rebookings import RebookItem as RebookItem
from .rebookings import RebookPayment as RebookPayment
from .rebookings import RebookReason as RebookReason
from .rebookings import RebookResult as RebookResult
from .refunds import RefundedEvent as RefundedEvent
from .refunds import RefundedItem as RefundedItem
from .refunds import RefundInput as RefundInput
from .refunds import RefundItem as RefundItem
from .refunds import RefundReason as RefundReason
from .refunds import RefundResult as RefundResult
from .reports import AnalyticsDataType as AnalyticsDataType
from .reports import CountField as CountField
from .reports import DateRangeField as DateRangeField
from .reports import FindField as FindField
from .reports import FindOperator as FindOperator
from .reports import FindQuery as FindQuery
from .reports import GroupField as GroupField
from .reports import GroupFunction as GroupFunction
from .reports import QueryExpression as QueryExpression
from .reports import ReportCollection as ReportCollection
from .reports import ReportColumn as ReportColumn
from .reports import ReportDateSettings as ReportDateSettings
from .reports import ReportDefinition as ReportDefinition
from .reports import ReportDefinitionList as ReportDefinitionList
from .reports import ReportExecution as ReportExecution
from .reports import ReportResult as ReportResult
from .reports import ReportRun as ReportRun
from .reports import ReportRunInput as ReportRunInput
from .reports import ReportStatus as ReportStatus
from .reports import ReportSummary as ReportSummary
from .reports import ReportTotal as ReportTotal
from .reports import SummaryField as SummaryField
from .reports import SummaryFunction as SummaryFunction
from .reservations import Reservation as Reservation
from .reservations import ReservationItem as ReservationItem
from .schedules import Schedule as Schedule
from .schedules import ScheduleDuration as ScheduleDuration
from .schedules import ScheduleHour as ScheduleHour
from .schedules import ScheduleRange as ScheduleRange
from .schedules import ScheduleRepeat as ScheduleRepeat
from .schedules import ScheduleTime as ScheduleTime
from .schedules import Weekday as Weekday
from .sessions import Session as Session
from .special_checkouts import Charges as Charges
from .special_checkouts import ChargesInput as ChargesInput
from .special_checkouts import KioskCheckoutInput as KioskCheckoutInput
from .special_checkouts import OrganizationCheckoutEvent as OrganizationCheckoutEvent
from .special_checkouts import OrganizationCheckoutInput as OrganizationCheckoutInput
from .special_checkouts import OrganizationCheckoutItem as OrganizationCheckoutItem
from .ticket_details import CheckInWindow as CheckInWindow
from .ticket_details import PostStartPurchase as PostStartPurchase
from .ticket_details import PurchaseAvailability as PurchaseAvailability
from .ticket_details import TicketDetails as TicketDetails
from .will_call import Ticket as Ticket
from .will_call import TicketLine as TicketLine
from .will_call import TicketStatus as TicketStatus
from .will_call import WillCallEvent as WillCallEvent
from .will_call import WillCallItem as WillCallItem
from .will_call import WillCallOrderDetail as WillCallOrderDetail

__all__ = [
    "AddOn",
    "AddOnConsumption",
    "AddOnList",
    "AddOnType",
    "CartItem",
    "CartItemType",
    "ShoppingCart",
    "CheckInByBarcode",
    "CheckInResult",
    "CheckInUndo",
    "TicketCheckIn",
    "TicketCheckInResult",
    "TicketsCheckIn",
    "B2bCheckoutInput",
    "CardBrand",
    "CheckoutInput",
    "CheckoutMembership",
    "PaymentMethod",
    "ComboItem",
    "ComboItemAddOn",
    "ComboItemEvent",
    "ComboItemTicket",
    "ComboItemType",
    "ComboPartType",
    "ComboReviewState",
    "ComboTemplate",
    "ComboTemplatePart",
    "ComboTemplateParts",
    "ComboTemplateType",
    "PriceSplit",
    "ColorCategory",
    "CustomField",
    "Image",
    "Pagination",
    "SaleChannel",
    "SaleChannelSetting",
    "SortDirection",
    "YesNo",
    "Coupon",
    "Address",
    "Customer",
    "CustomerList",
    "CustomerMembership",
    "CustomerSearchPayload",
    "CustomerSearchResult",
    "Discount",
    "DiscountList",
    "DiscountValue",
    "DiscountedPriceList",
    "AppliedRule",
    "EntitlementReason",
    "EntitlementResult",
    "EntitlementRuleResult",
    "EntitlementRuleType",
    "EntitlementTimeFrame",
    "EntitlementViolation",
    "Error",
    "CustomFieldSearch",
    "CustomFieldValues",
    "EventSummaryMatches",
    "EventSummarySearch",
    "SearchOperator",
    "EventTemplateSummary",
    "EventTemplateSummaryList",
    "OnlineEventTemplateSummary",
    "SlimEventTemplate",
    "EntitlementConfiguration",
    "EventTemplate",
    "ImageSize",
    "MembershipDiscount",
    "MembershipLevelName",
    "ReviewState",
    "RuleSets",
    "TemplateMembership",
    "AdmissionType",
    "Event",
    "EventFieldStatus",
    "EventList",
    "EventOriginalFields",
    "EventResource",
    "EventResourceSummary",
    "EventState",
    "EventStatement",
    "EventStatementList",
    "EventSummary",
    "EventSummaryList",
    "EventType",
    "EventTypeFilter",
    "FieldStatus",
    "ResourceCategorySummary",
    "TicketConfig",
    "Form",
    "FormAnswer",
    "FormDisplay",
    "FormPreferences",
    "FormResponse",
    "FormResponseData",
    "FormResponseField",
    "FormResponseList",
    "FormSource",
    "FormState",
    "FormType",
    "PublishedForm",
    "LockResult",
    "MemberVerification",
    "MembershipExistence",
    "VerificationStatus",
    "CardStanding",
    "CardStatus",
    "MembershipCard",
    "MembershipCardMail",
    "PrintStatus",
    "CheckoutValidation",
    "MembershipAction",
    "AutorenewalType",
    "CentAmount",
    "ConversionCard",
    "ConversionCardBrand",
    "ConversionCardType",
    "ConversionMembership",
    "ConversionPayment",
    "ConversionPaymentType",
    "ConvertedItem",
    "MembershipConversion",
    "MembershipBenefit",
    "MembershipLevel",
    "MembershipLevelAction",
    "MembershipLevelGroup",
    "MembershipLevelList",
    "MembershipOffering",
    "MembershipRules",
    "CardType",
    "Gifter",
    "MembershipCardInput",
    "MembershipInfo",
    "MembershipSortField",
    "MembershipSummary",
    "MembershipSummaryList",
    "MembershipSummaryPage",
    "Membership",
    "MembershipEntitlement",
    "MembershipPage",
    "MembershipStanding",
    "Calendar",
    "CalendarDay",
    "EventTemplateTimes",
    "EventTime",
    "OrderEmail",
    "OrderItemUpdate",
    "OrderPayment",
    "OrderUpdate",
    "CheckInStatus",
    "Order",
    "OrderItem",
    "OrderItemType",
    "OrderList",
    "TicketDelivery",
    "Organization",
    "OrganizationAccount",
    "OrganizationAddress",
    "OrganizationAddressList",
    "OrganizationContact",
    "OrganizationContactList",
    "OrganizationInput",
    "PersonType",
    "PersonTypeFilter",
    "PersonTypeKind",
    "PersonTypeShare",
    "Price",
    "PriceList",
    "RebookAddress",
    "RebookFeeCount",
    "RebookInput",
    "RebookItem",
    "RebookPayment",
    "RebookReason",
    "RebookResult",
    "RebookingFee",
    "RefundInput",
    "RefundItem",
    "RefundReason",
    "RefundResult",
    "RefundedEvent",
    "RefundedItem",
    "AnalyticsDataType",
    "CountField",
    "DateRangeField",
    "FindField",
    "FindOperator",
    "FindQuery",
    "GroupField",
    "GroupFunction",
    "QueryExpression",
    "ReportCollection",
    "ReportColumn",
    "ReportDateSettings",
    "ReportDefinition",
    "ReportDefinitionList",
    "ReportExecution",
    "ReportResult",
    "ReportRun",
    "ReportRunInput",
    "ReportStatus",
    "ReportSummary",
    "ReportTotal",
    "SummaryField",
    "SummaryFunction",
    "Reservation",
    "ReservationItem",
    "Schedule",
    "ScheduleDuration",
    "ScheduleHour",
    "ScheduleRange",
    "ScheduleRepeat",
    "ScheduleTime",
    "Weekday",
    "Session",
    "Charges",
    "ChargesInput",
    "KioskCheckoutInput",
    "OrganizationCheckoutEvent",
    "OrganizationCheckoutInput",
    "OrganizationCheckoutItem",
    "CheckInWindow",
    "PostStartPurchase",
    "PurchaseAvailability",
    "TicketDetails",
    "Ticket",
    "TicketLine",
    "TicketStatus",
    "WillCallEvent",
    "WillCallItem",
    "WillCallOrderDetail",
]
